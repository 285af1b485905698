package ipvm.tidy;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;

/// A switch over one of our sealed types names every case, so that a new case does not compile
/// until every such place has an answer for it.
final class NoDefault implements Rule {

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        return new Switches(checkout, checkout.mainCode()).find();
    }

    private static final class Switches extends Finder {

        Switches(Checkout checkout, Parsed code) {
            super(checkout, code);
        }

        @Override
        public Void visitSwitch(SwitchTree tree, Void nothing) {
            check(tree.getExpression(), tree.getCases());
            return super.visitSwitch(tree, null);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree tree, Void nothing) {
            check(tree.getExpression(), tree.getCases());
            return super.visitSwitchExpression(tree, null);
        }

        private void check(ExpressionTree selector, List<? extends CaseTree> cases) {
            sealedType(selector)
                    .ifPresent(type -> cases.forEach(branch -> checkBranch(branch, type)));
        }

        private void checkBranch(CaseTree branch, TypeMirror sealed) {
            for (var label : branch.getLabels()) {
                if (label instanceof DefaultCaseLabelTree) {
                    report(branch, "a default branch over the sealed " + sealed);
                } else if (branch.getGuard() == null && catchesAll(branch, label, sealed)) {
                    report(branch, "a pattern that takes every " + sealed);
                }
            }
        }

        /// `case Shape any ->` over a Shape is a default branch by another name.
        private boolean catchesAll(CaseTree branch, CaseLabelTree label, TypeMirror sealed) {
            return label instanceof PatternCaseLabelTree pattern
                    && pattern.getPattern() instanceof BindingPatternTree binding
                    && typeOf(branch, binding.getVariable())
                            .filter(type -> code().types().isSubtype(sealed, type))
                            .isPresent();
        }

        private Optional<TypeMirror> typeOf(CaseTree branch, Tree variable) {
            var path = new TreePath(new TreePath(getCurrentPath(), branch), variable);
            return Optional.ofNullable(code().trees().getTypeMirror(path)).map(this::erased);
        }

        private Optional<TypeMirror> sealedType(ExpressionTree selector) {
            var path = new TreePath(getCurrentPath(), selector);
            return Optional.ofNullable(code().trees().getTypeMirror(path))
                    .map(this::erased)
                    .filter(type -> isOurSealed(code().types().asElement(type)));
        }

        private TypeMirror erased(TypeMirror type) {
            return code().types().erasure(type);
        }

        private static boolean isOurSealed(Element type) {
            return type != null
                    && type.getModifiers().contains(Modifier.SEALED)
                    && type.toString().startsWith("ipvm.");
        }
    }
}
