package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import ipvm.testkit.Fuzz;
import ipvm.testkit.Mutations;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyFileTest {

    private static final Bytes MESSAGE = Bytes.utf8("a message");
    private static final Bytes SALT = Keys.seed(3).slice(0, 16);
    private static final Bytes NO_SALT = Bytes.EMPTY;
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void keepsAKeyOfEveryKind(KeyKind kind) throws IOException, MalformedException {
        var key = Keys.some(kind);
        var file = folder.resolve("key");
        KeyFile.write(file, key, Optional.empty(), NO_SALT);

        var read = KeyFile.read(file, KeyFileTest::nobodyIsAsked);

        assertThat(read.publicKey()).isEqualTo(key.publicKey());
        assertThat(KeyFile.did(file)).isEqualTo(key.did());
        if (kind.signs()) {
            assertThat(read.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
        }
    }

    @Test
    void isWhatItsDescriptionSays() throws IOException {
        var key = Keys.ed25519(0x0a);
        var file = folder.resolve("key");
        KeyFile.write(file, key, Optional.empty(), NO_SALT);

        assertThat(file)
                .hasContent(
                        """
                        ipvm-key 1
                        kind Ed25519
                        did %s
                        secret %s
                        """
                                .formatted(key.did(), "0a".repeat(32)));
        assertThat(KeyFile.encode(key)).isEqualTo(Bytes.wrap(Files.readAllBytes(file)));
    }

    @Test
    void opensALockedFileWithItsPassphraseAlone() throws IOException, MalformedException {
        var key = Keys.ed25519(1);
        var file = folder.resolve("key");
        KeyFile.write(file, key, said("correct horse"), SALT);

        assertThat(Files.readString(file)).contains("\nlocked u").doesNotContain("0101010101");
        assertThat(KeyFile.did(file)).isEqualTo(key.did());
        var read = KeyFile.read(file, () -> said("correct horse"));
        assertThat(read.sign(MESSAGE)).isEqualTo(key.sign(MESSAGE));
    }

    @Test
    void refusesAWrongPassphraseAndNone() throws IOException {
        var file = folder.resolve("key");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));

        assertThatThrownBy(() -> KeyFile.read(file, () -> said("wrong")))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("wrong passphrase")
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> KeyFile.read(file, Optional::empty))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("locked");
    }

    @Test
    void wipesThePassphraseItAskedForAndLeavesTheOneItWasGiven() throws Exception {
        var given = "correct horse".toCharArray();
        KeyFile.write(folder.resolve("key"), Keys.ed25519(1), Optional.of(given), SALT);
        assertThat(given).containsExactly("correct horse".toCharArray());
        var file = folder.resolve("cheap");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));
        KeyFile.read(file, () -> Optional.of(given)).close();

        assertThat(given).containsOnly('\0');
    }

    @Test
    void tellsADamagedFileFromAWrongPassphrase() throws IOException {
        var file = folder.resolve("key");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));
        var text = Files.readString(file);
        var damaged = text.replaceFirst("....\n$", "AAAA\n");
        assertThat(damaged).isNotEqualTo(text);
        Files.writeString(file, damaged);

        assertThatThrownBy(() -> KeyFile.read(file, () -> said("correct horse")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void isOfMode600AndRefusedInAnyOpenMode() throws IOException {
        var file = folder.resolve("key");
        KeyFile.write(file, Keys.ed25519(1), Optional.empty(), NO_SALT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyFile.read(file, KeyFileTest::nobodyIsAsked))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("mode 640")
                .hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> KeyFile.did(file)).isInstanceOf(SecretFileException.class);
    }

    @Test
    void neverReplacesAKey() throws IOException, MalformedException {
        var file = folder.resolve("key");
        KeyFile.write(file, Keys.ed25519(1), Optional.empty(), NO_SALT);

        assertThatThrownBy(() -> KeyFile.write(file, Keys.ed25519(2), Optional.empty(), NO_SALT))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(KeyFile.did(file)).isEqualTo(Keys.ed25519(1).did());
    }

    @Test
    void writesNoClosedKey() throws IOException {
        var key = Keys.ed25519(1);
        var file = folder.resolve("key");
        key.close();

        assertThatThrownBy(() -> KeyFile.write(file, key, Optional.empty(), NO_SALT))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "ipvm-key 1, ipvm-key 2, version 1: found version 2 at byte 0",
        "ipvm-key, ipvm-kex, line 'ipvm-key'",
        "kind Ed25519, kind P-384, 'P-384'",
        "kind Ed25519, kind X25519, 'secret of did:key:'",
        "kind Ed25519, kindEd25519, line 'kind'",
        "did did:key, did key, did:METHOD:ID",
        "did did:key:z6Mk, did did:key:z6Ml, 'secret of did:key:'",
        "secret 01, secret 02, 'secret of did:key:'",
        "secret 01, secret 0, hex digits in pairs",
        "secret 01, 'secret ', secret of 32 bytes: found 31 bytes",
        "secret 01, secret 0g, hex digit",
        "secret 01, secret 0A, hex digit",
        "secret 01, secrets 01, line 'secret'",
    })
    void saysWhatIsWrongWithAFile(String right, String wrong, String message) {
        var text = text(KeyFile.encode(Keys.ed25519(1)));
        var broken = text.replaceFirst(right, wrong);
        assertThat(broken).isNotEqualTo(text);

        assertThatThrownBy(() -> KeyFile.decode(Bytes.utf8(broken)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAFileThatEndsTooEarlyOrTooLate() {
        var text = KeyFile.encode(Keys.ed25519(1));

        for (int size = 0; size < text.size(); size++) {
            var part = text.slice(0, size);
            assertThatThrownBy(() -> KeyFile.decode(part)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> KeyFile.decode(Bytes.concat(text, Bytes.of('\n'))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1 more bytes");
    }

    @Test
    void wantsAPlainKeyInABackup() throws IOException {
        var file = folder.resolve("key");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));

        assertThatThrownBy(() -> KeyFile.decode(Bytes.wrap(Files.readAllBytes(file))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("line 'secret'");
    }

    @Test
    void refusesALockThatIsNoBase64Url() throws IOException {
        var file = folder.resolve("key");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));
        Files.writeString(file, Files.readString(file).replace("locked u", "locked m"));

        assertThatThrownBy(() -> KeyFile.read(file, () -> said("correct horse")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("base64url");
    }

    @Test
    void survivesMutationOfPlainText() throws Exception {
        var texts = Arrays.stream(KeyKind.values()).map(Keys::some).map(KeyFile::encode).toList();

        Fuzz.of("key file", texts, KeyFile::decode)
                .holding((bytes, key) -> assertThat(KeyFile.encode(key)).isEqualTo(bytes))
                .run();
    }

    /// Each is a file, so they are few; the lock is a cheap one, because a change to the title
    /// alone is only noticed behind it.
    @Test
    void survivesMutationOfALockedFile() throws Exception {
        var file = folder.resolve("key");
        SecretFile.create(file, cheaplyLocked(Keys.ed25519(1)));
        var text = Bytes.wrap(Files.readAllBytes(file));
        assertThat(refused(file)).isFalse();

        Seeds.forEach(
                1_000,
                random -> {
                    var mutant = new Mutations(List.of(text), random).next();
                    Files.write(file, mutant.toArray());
                    assertThat(refused(file) || mutant.equals(text)).isTrue();
                });
    }

    private static Bytes cheaplyLocked(PrivateKey key) {
        var cost = new PassphraseBox.Cost(1, 1, 1);
        var passphrase = "correct horse".toCharArray();
        var box = PassphraseBox.seal(key.secret(), passphrase, SALT, cost);
        var title = text(KeyFile.encode(key)).replaceFirst("secret .*\n$", "locked ");
        return Bytes.utf8(title + Multibase.BASE64_URL.encode(box) + "\n");
    }

    private static boolean refused(Path file) {
        try {
            KeyFile.read(file, () -> said("correct horse")).close();
            return false;
        } catch (IOException | MalformedException e) {
            return true;
        }
    }

    private static Optional<char[]> said(String passphrase) {
        return Optional.of(passphrase.toCharArray());
    }

    private static Optional<char[]> nobodyIsAsked() {
        return fail("a plain key needs no passphrase");
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.US_ASCII);
    }
}
