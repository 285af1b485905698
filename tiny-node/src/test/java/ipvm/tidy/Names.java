package ipvm.tidy;

import com.sun.source.tree.ClassTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A type is named after a thing of the domain, not after the part it plays in a pattern.
final class Names implements Rule {

    private static final Set<String> REFUSED =
            Set.of("Impl", "Manager", "Util", "Utils", "Helper", "Helpers", "Abstract");

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        return new Types(checkout, checkout.allCode()).find();
    }

    private static final class Types extends Finder {

        Types(Checkout checkout, Parsed code) {
            super(checkout, code);
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            var name = tree.getSimpleName().toString();
            Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])"))
                    .filter(REFUSED::contains)
                    .findFirst()
                    .ifPresent(part -> report(tree, name + " is named after a " + part));
            return super.visitClass(tree, null);
        }
    }
}
