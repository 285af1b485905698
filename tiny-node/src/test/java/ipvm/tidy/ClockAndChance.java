package ipvm.tidy;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;

/// Only the hands read a clock or throw dice; everything else is told, so that a run can be
/// repeated from its seed.
final class ClockAndChance implements Rule {

    private static final Set<String> FREE = Set.of("ipvm.cli", "ipvm.node");
    private static final Pattern HAND = Pattern.compile(".*/\\w*(Hand|Provider)\\.java");

    private static final Pattern CLOCK =
            Pattern.compile(
                    "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*"
                            + "|java\\.time\\..*\\.now\\(.*"
                            + "|java\\.time\\.(Clock|InstantSource)\\.(system|tick).*"
                            + "|java\\.util\\.Calendar\\.getInstance\\(.*"
                            + "|java\\.util\\.(Date|GregorianCalendar)\\(\\)");
    private static final Pattern CHANCE =
            Pattern.compile(
                    "java\\.lang\\.Math\\.random\\(.*"
                            + "|java\\.util\\.UUID\\.randomUUID\\(.*"
                            + "|java\\.util\\.(Random|SplittableRandom)\\(\\)"
                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current\\(.*"
                            + "|java\\.util\\.random\\.\\w+\\.(of|getDefault|create)\\(.*"
                            + "|java\\.security\\.SecureRandom(\\.getInstance\\w*)?\\(.*"
                            + "|java\\.security\\.KeyPairGenerator\\.gen\\w+\\(.*"
                            + "|javax\\.crypto\\.KeyGenerator\\.generateKey\\(.*"
                            + "|org\\.bouncycastle\\..*\\.getSecureRandom\\(.*");

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        return new Calls(checkout, checkout.mainCode()).find();
    }

    private static final class Calls extends Finder {

        Calls(Checkout checkout, Parsed code) {
            super(checkout, code);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
            check(tree, tree.getMethodSelect());
            return super.visitMethodInvocation(tree, null);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree tree, Void nothing) {
            meaning(tree).ifPresent(method -> judge(tree, method));
            return super.visitMemberReference(tree, null);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void nothing) {
            var path = getCurrentPath();
            var made = code().trees().getElement(path);
            if (made != null) {
                judge(tree, made);
            }
            return super.visitNewClass(tree, null);
        }

        private void check(Tree place, ExpressionTree method) {
            meaning(method).ifPresent(element -> judge(place, element));
        }

        private void judge(Tree place, Element called) {
            if (!(called instanceof ExecutableElement method) || isFree()) {
                return;
            }
            var text = described(method);
            if (CLOCK.matcher(text).matches()) {
                report(place, "reads a clock: " + text);
            } else if (CHANCE.matcher(text).matches()) {
                report(place, "throws dice: " + text);
            }
        }

        /// `java.util.Random()` for a constructor, `java.lang.Math.random()` for a method.
        private static String described(ExecutableElement method) {
            var owner = String.valueOf(method.getEnclosingElement());
            var text = method.toString();
            return method.getKind() == ElementKind.CONSTRUCTOR
                    ? owner + text.substring(text.indexOf('('))
                    : owner + "." + text;
        }

        private boolean isFree() {
            return FREE.contains(ownPackage()) || HAND.matcher(file()).matches();
        }
    }
}
