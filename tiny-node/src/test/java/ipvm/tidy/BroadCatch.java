package ipvm.tidy;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A catch names what it expects; one that takes everything also takes the bugs.
final class BroadCatch implements Rule {

    private static final Set<String> BROAD = Set.of("Exception", "Throwable", "RuntimeException");

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        return new Catches(checkout, checkout.allCode()).find();
    }

    private static final class Catches extends Finder {

        Catches(Checkout checkout, Parsed code) {
            super(checkout, code);
        }

        @Override
        public Void visitCatch(CatchTree tree, Void nothing) {
            alternatives(tree.getParameter().getType()).stream()
                    .map(type -> type.toString().replaceFirst("^java\\.lang\\.", ""))
                    .filter(BROAD::contains)
                    .forEach(type -> report(tree, "catches every " + type));
            return super.visitCatch(tree, null);
        }

        private static List<? extends Tree> alternatives(Tree type) {
            return type instanceof UnionTypeTree union
                    ? union.getTypeAlternatives()
                    : List.of(type);
        }
    }
}
