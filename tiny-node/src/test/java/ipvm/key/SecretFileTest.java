package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

    private static final Bytes CONTENT = Bytes.utf8("hidden");

    @TempDir Path folder;

    @Test
    void createsAFileThatOnlyItsOwnerMayRead() throws IOException {
        var file = folder.resolve("secret");
        SecretFile.create(file, CONTENT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretFile.read(file, 6)).isEqualTo(CONTENT);
        assertThat(names()).containsExactly("secret");
    }

    @Test
    void writesNothingOverAFileThatIsThere() throws IOException {
        var file = folder.resolve("secret");
        SecretFile.create(file, CONTENT);

        assertThatThrownBy(() -> SecretFile.create(file, Bytes.utf8("other")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(SecretFile.read(file, 100)).isEqualTo(CONTENT);
        assertThat(names()).containsExactly("secret");
    }

    @Test
    void writesNothingOverALinkThatPointsNowhere() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> SecretFile.create(link, CONTENT))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(names()).containsExactly("link");
    }

    @Test
    void leavesNothingBehindInAFolderThatIsNotThere() throws IOException {
        assertThatThrownBy(() -> SecretFile.create(folder.resolve("none/secret"), CONTENT))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, 644",
        "rw-r-----, 640",
        "rw----r--, 604",
        "rw--w----, 620",
        "rw-----w-, 602",
        "rw---x---, 610",
        "rwx-----x, 701",
        "rwxrwxrwx, 777",
    })
    void refusesAFileOfAnyModeThatLetsOthersInAndSaysHowToMendIt(String mode, String octal)
            throws IOException {
        var file = fileOfMode(mode);

        assertThatThrownBy(() -> SecretFile.read(file, 100))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("mode " + octal)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void readsAFileOfAnyModeThatKeepsOthersOut(String mode) throws IOException {
        assertThat(SecretFile.read(fileOfMode(mode), 100)).isEqualTo(CONTENT);
    }

    private Path fileOfMode(String mode) throws IOException {
        var file = folder.resolve("secret");
        SecretFile.create(file, CONTENT);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void judgesALinkByTheFileItPointsTo() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), fileOfMode("rw-r--r--"));

        assertThatThrownBy(() -> SecretFile.read(link, 100))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("mode 644");
    }

    @Test
    void readsNoFolderAndNoFileThatIsTooLargeOrNotThere() throws IOException {
        var file = fileOfMode("rw-------");

        assertThatThrownBy(() -> SecretFile.read(folder, 100))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("not a file");
        assertThatThrownBy(() -> SecretFile.read(file, 5))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("more than 5 bytes");
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("none"), 100))
                .isInstanceOf(NoSuchFileException.class);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
