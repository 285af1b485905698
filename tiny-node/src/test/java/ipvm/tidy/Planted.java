package ipvm.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.tidy.Rule.Offence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ListAssert;

/// A small tree, tidy but for what a test plants in it.
record Planted(Path root) {

    static final String DATA = "tiny-node/src/main/java/ipvm/data/";
    static final String KEY = "tiny-node/src/main/java/ipvm/key/";
    private static final String SHAPE =
            """
            package ipvm.data;
            /// Two shapes.
            public sealed interface Shape {
                /// Round.
                record Round(int radius) implements Shape {}
                /// Square.
                record Square(int side) implements Shape {}
            }
            """;

    static Planted tidyTree(Path root) throws IOException {
        var tree = new Planted(root);
        tree.with(
                "docs/ARCHITECTURE.md",
                """
                | package | role | may use | state |
                |---|---|---|---|
                | `ipvm.data` | bytes | - | here |
                | `ipvm.key` | keys | data | here |
                | library | its packages | only in |
                |---|---|---|
                | Crypto | `org.crypto` | key |
                | Nulls | `org.nulls` | all |
                """);
        tree.with("README.md", "| `ipvm.data` | Bytes. |\n");
        tree.with(DATA + "package-info.java", "/// Bytes. And more.\npackage ipvm.data;\n");
        tree.with(DATA + "Shape.java", SHAPE);
        return tree;
    }

    void with(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    ListAssert<String> found(Rule rule) throws IOException {
        return assertThat(
                rule.offences(new Checkout(root)).stream().map(Offence::toString).toList());
    }
}
