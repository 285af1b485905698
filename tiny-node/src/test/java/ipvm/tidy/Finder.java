package ipvm.tidy;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import ipvm.tidy.Rule.Offence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;

/// Walks the code of a checkout and keeps what a rule reports on the way.
class Finder extends TreePathScanner<Void, Void> {

    private final Checkout checkout;
    private final Parsed code;
    private final List<Offence> found = new ArrayList<>();

    Finder(Checkout checkout, Parsed code) {
        this.checkout = checkout;
        this.code = code;
    }

    List<Offence> find() {
        code.units().forEach(unit -> scan(unit, null));
        return List.copyOf(found);
    }

    void report(Tree place, String what) {
        found.add(new Offence(file(), line(place), what));
    }

    Parsed code() {
        return code;
    }

    /// What the name at `tree` means, when it means something.
    Optional<Element> meaning(Tree tree) {
        return Optional.ofNullable(code.trees().getElement(new TreePath(getCurrentPath(), tree)));
    }

    String ownPackage() {
        var name = getCurrentPath().getCompilationUnit().getPackageName();
        return name == null ? "" : name.toString();
    }

    String file() {
        return checkout.name(
                Path.of(getCurrentPath().getCompilationUnit().getSourceFile().toUri()));
    }

    long line(Tree tree) {
        var unit = getCurrentPath().getCompilationUnit();
        long start = code.trees().getSourcePositions().getStartPosition(unit, tree);
        return unit.getLineMap().getLineNumber(start);
    }
}
