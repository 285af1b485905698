package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules about packages and files find the offence planted for them, and nothing else.
class PlantedTreeTest {

    private static final String DATA = Planted.DATA;
    private static final String KEY = Planted.KEY;

    @TempDir Path root;
    Planted planted = new Planted(Path.of(""));

    @BeforeEach
    void plantsATidyTree() throws IOException {
        planted = Planted.tidyTree(root);
    }

    @Test
    void findsNothingInATidyTree() throws IOException {
        for (var rule : TidyTest.rules()) {
            planted.found(rule).isEmpty();
        }
    }

    @Test
    void findsAnImportThatItsRowDoesNotName() throws IOException {
        planted.with(
                KEY + "Key.java",
                "package ipvm.key;\nimport ipvm.data.Shape;\nclass Key { Shape s; }\n");
        planted.with(DATA + "Up.java", "package ipvm.data;\nimport ipvm.key.*;\nclass Up {}\n");

        planted.found(new Layers())
                .containsExactly(DATA + "Up.java:2: ipvm.data may not use ipvm.key");
    }

    @Test
    void findsANameWrittenOutInsteadOfImported() throws IOException {
        planted.with(KEY + "Key.java", "package ipvm.key;\npublic class Key {}\n");
        planted.with(DATA + "Up.java", "package ipvm.data;\nclass Up {\n  ipvm.key.Key key;\n}\n");

        planted.found(new Layers())
                .containsExactly(DATA + "Up.java:3: ipvm.data may not use ipvm.key");
    }

    @Test
    void findsALibraryOutsideThePackageThatOwnsIt() throws IOException {
        planted.with(
                "tiny-node/src/main/java/org/crypto/Sign.java",
                "package org.crypto;\npublic class Sign {}\n");
        planted.with(
                "tiny-node/src/main/java/org/nulls/May.java",
                "package org.nulls;\npublic class May {}\n");
        planted.with(
                KEY + "Key.java",
                "package ipvm.key;\nimport org.crypto.Sign;\nclass Key { Sign s; }\n");
        planted.with(
                DATA + "Up.java",
                "package ipvm.data;\nimport org.crypto.Sign;\nclass Up { Sign s; org.nulls.May m; }\n");

        planted.found(new Layers())
                .contains(DATA + "Up.java:2: ipvm.data may not use org.crypto")
                .noneMatch(offence -> offence.contains("org.nulls.May") || offence.contains(KEY));
    }

    @Test
    void findsAPackageWithoutARow() throws IOException {
        planted.with(
                "tiny-node/src/main/java/ipvm/new_/A.java", "package ipvm.new_;\nclass A {}\n");

        planted.found(new Layers())
                .containsExactly(
                        "tiny-node/src/main/java/ipvm/new_/A.java:1:"
                                + " ipvm.new_ has no row in docs/ARCHITECTURE.md");
    }

    @Test
    void findsARowThatPointsDown() throws IOException {
        planted.with(
                "docs/ARCHITECTURE.md",
                "| `ipvm.data` | bytes | key | |\n| `ipvm.key` | keys | data | |\n");

        planted.found(new Layers())
                .containsExactly("docs/ARCHITECTURE.md:1: ipvm.key has no row above this one");
    }

    @Test
    void findsAPackageThatReadmeQuotesWrongly() throws IOException {
        planted.with("README.md", "# Map\n| `ipvm.data` | Bits. |\n");

        planted.found(new PackageSentences())
                .containsExactly("README.md:2: ipvm.data says of itself: Bytes.");
    }

    @Test
    void findsAPackageThatReadmeLeavesOutOrMadeUp() throws IOException {
        planted.with("README.md", "| `ipvm.date` | Bytes. |\n");

        planted.found(new PackageSentences())
                .containsExactly(
                        "README.md:1: the package map leaves out ipvm.data",
                        "README.md:1: there is no ipvm.date");
    }

    @Test
    void findsAPackageWithoutAFirstSentence() throws IOException {
        planted.with(KEY + "Key.java", "package ipvm.key;\nclass Key {}\n");

        planted.found(new PackageSentences())
                .containsExactly(KEY + "package-info.java:1: ipvm.key has no first sentence");
    }

    @Test
    void findsAFileTooLongToKeepInMind() throws IOException {
        planted.with(DATA + "Long.java", "package ipvm.data;\n" + "//\n".repeat(400));
        planted.with(DATA + "Fits.java", "package ipvm.data;\n" + "//\n".repeat(399));

        planted.found(new FileLength())
                .containsExactly(DATA + "Long.java:401: 401 lines, at most 400");
    }

    @Test
    void findsADependencyThatNoRationaleExplains() throws IOException {
        planted.with(
                "tiny-node/pom.xml",
                """
                <project>
                  <dependency>
                    <groupId>a</groupId>
                    <artifactId>known</artifactId>
                  </dependency>
                  <path>
                    <groupId>a</groupId>
                    <artifactId>unknown</artifactId>
                  </path>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-jar-plugin</artifactId>
                  </plugin>
                </project>
                """);
        planted.with("tiny-node/RATIONALE.md", "`known` is small, `unknownElse` is not.\n");

        planted.found(new Explained())
                .containsExactly("tiny-node/pom.xml:6: unknown is not in a RATIONALE.md");
    }

    @Test
    void findsWhatIsLeftOpen() throws IOException {
        planted.with(DATA + "Open.java", "package ipvm.data;\n// TO" + "DO later\nclass Open {}\n");
        planted.with("scripts/run", "# FIX" + "ME\n# hacksaw\n");
        planted.with(
                DATA + "Stub.java",
                "package ipvm.data;\nclass Stub {\nvoid a() { throw new Unsupported"
                        + "OperationException(); }\n}\n");

        planted.found(new OpenEnds())
                .containsExactlyInAnyOrder(
                        "scripts/run:1: left open: FIX" + "ME",
                        DATA + "Open.java:2: left open: TO" + "DO",
                        DATA + "Stub.java:3: left open: new Unsupported" + "OperationException");
    }
}
