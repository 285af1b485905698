package ipvm.tidy;

import com.sun.source.tree.ClassTree;
import java.io.IOException;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/// Every type that another package can see says what it is. The comment is looked for in the text:
/// Java 21 does not hand out `///` comments yet.
final class Documented implements Rule {

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        return new Types(checkout, checkout.mainCode()).find();
    }

    private static final class Types extends Finder {

        private final Checkout checkout;

        Types(Checkout checkout, Parsed code) {
            super(checkout, code);
            this.checkout = checkout;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            var type = code().trees().getElement(getCurrentPath());
            if (type != null && isExported(type) && !hasComment(tree)) {
                report(tree, type + " is exported and says nothing of itself");
            }
            return super.visitClass(tree, null);
        }

        private static boolean isExported(Element type) {
            for (@Nullable Element at = type;
                    at instanceof TypeElement;
                    at = at.getEnclosingElement()) {
                var modifiers = at.getModifiers();
                if (!modifiers.contains(Modifier.PUBLIC)
                        && !modifiers.contains(Modifier.PROTECTED)) {
                    return false;
                }
            }
            return true;
        }

        private boolean hasComment(ClassTree tree) {
            var above = (int) line(tree) - 2;
            var line = above < 0 ? "" : textOf(above);
            return line.startsWith("///") || line.endsWith("*/");
        }

        private String textOf(int index) {
            try {
                return checkout.lines(file()).get(index).strip();
            } catch (IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }
    }
}
