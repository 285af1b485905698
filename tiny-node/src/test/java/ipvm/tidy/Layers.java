package ipvm.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;

/// A package uses only what its row in docs/ARCHITECTURE.md names, and a row names only rows above
/// it, so dependencies can never run in a circle.
final class Layers implements Rule {

    static final String TABLE = "docs/ARCHITECTURE.md";

    private static final Pattern PACKAGE_ROW =
            Pattern.compile("\\| *`ipvm\\.(\\w+)` *\\|[^|]*\\| *([-a-z ]+?) *\\|.*");
    private static final Pattern LIBRARY_ROW =
            Pattern.compile("\\|[^|]*\\| *`([a-z.]+)` *\\| *([a-z ]+?) *\\|");
    private static final String OURS = "ipvm.";
    private static final String EVERYONE = "all";

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        var offences = new ArrayList<Offence>();
        var table = read(checkout, offences);
        var code = checkout.mainCode();
        offences.addAll(new Uses(checkout, code, table).find());
        return offences;
    }

    /// Which packages each of ours may use, and which of ours may use each library.
    private record Table(Map<String, Set<String>> packages, Map<String, Set<String>> libraries) {

        boolean allows(String user, String used) {
            if (user.equals(used) || used.startsWith("java.") || used.startsWith("javax.")) {
                return true;
            }
            if (used.startsWith(OURS)) {
                return packages.getOrDefault(user, Set.of()).contains(used);
            }
            return libraries.entrySet().stream()
                    .filter(row -> (used + ".").startsWith(row.getKey() + "."))
                    .anyMatch(row -> named(row.getValue(), user));
        }

        private static boolean named(Set<String> users, String user) {
            return users.contains(OURS + EVERYONE) || users.contains(user);
        }
    }

    private static Table read(Checkout checkout, List<Offence> offences) throws IOException {
        var table = new Table(new LinkedHashMap<>(), new LinkedHashMap<>());
        var lines = checkout.lines(TABLE);
        for (int at = 0; at < lines.size(); at++) {
            var ofPackage = PACKAGE_ROW.matcher(lines.get(at));
            if (ofPackage.matches()) {
                var uses = names(ofPackage.group(2));
                for (var use : uses) {
                    if (!table.packages().containsKey(use)) {
                        offences.add(
                                new Offence(TABLE, at + 1L, use + " has no row above this one"));
                    }
                }
                table.packages().put(OURS + ofPackage.group(1), uses);
            }
            var ofLibrary = LIBRARY_ROW.matcher(lines.get(at));
            if (ofLibrary.matches()) {
                table.libraries().put(ofLibrary.group(1), names(ofLibrary.group(2)));
            }
        }
        return table;
    }

    private static Set<String> names(String cell) {
        var names = new HashSet<String>();
        for (var word : cell.split(" ", -1)) {
            if (!word.equals("-")) {
                names.add(OURS + word);
            }
        }
        return names;
    }

    /// Follows every name to the package of the type it means, imported or written out.
    private static final class Uses extends Finder {

        private final Table table;
        private final Set<String> reported = new HashSet<>();

        Uses(Checkout checkout, Parsed code, Table table) {
            super(checkout, code);
            this.table = table;
        }

        @Override
        public Void visitCompilationUnit(CompilationUnitTree unit, Void nothing) {
            if (!table.packages().containsKey(ownPackage()) && reported.add(ownPackage())) {
                report(unit.getPackage(), ownPackage() + " has no row in " + TABLE);
            }
            return super.visitCompilationUnit(unit, null);
        }

        @Override
        public Void visitImport(ImportTree tree, Void nothing) {
            if (tree.getQualifiedIdentifier() instanceof MemberSelectTree name
                    && name.getIdentifier().contentEquals("*")) {
                check(tree, name.getExpression().toString());
            }
            return super.visitImport(tree, null);
        }

        @Override
        public Void visitIdentifier(IdentifierTree tree, Void nothing) {
            checkType(tree, tree);
            return super.visitIdentifier(tree, null);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
            checkType(tree, tree);
            return super.visitMemberSelect(tree, null);
        }

        private void checkType(Tree place, Tree name) {
            meaning(name)
                    .filter(Uses::isType)
                    .map(this::packageOf)
                    .ifPresent(used -> check(place, used));
        }

        private static boolean isType(Element element) {
            return element.getKind().isClass() || element.getKind().isInterface();
        }

        private String packageOf(Element type) {
            return code().elements().getPackageOf(type).getQualifiedName().toString();
        }

        private void check(Tree place, String used) {
            if (!table.allows(ownPackage(), used) && reported.add(file() + " " + used)) {
                report(place, ownPackage() + " may not use " + used);
            }
        }
    }
}
