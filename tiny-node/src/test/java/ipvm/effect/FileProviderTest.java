package ipvm.effect;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedWorld;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProviderTest {

    private static final String LINK = "the path goes through a link, or through what is no folder";

    @TempDir Path outside;
    private Path root = Path.of(".");
    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final FileProvider files = new FileProvider();

    @BeforeEach
    void openAFolder() throws IOException {
        root = Files.createDirectory(outside.resolve("root"));
        world.fileRoot = root;
        Files.createDirectory(root.resolve("deep"));
        Files.writeString(outside.resolve("secret"), "secret");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (var path : List.of("a.txt", "deep/b.bin", "deep/…ü")) {
            var content = Bytes.utf8("content of " + path);
            var evidence = Ipld.map("content", Ipld.of(Cid.of(Codec.RAW, content)));

            assertThat(write(path, content)).isEqualTo(new Answer.Done(Ipld.ofNull(), evidence));
            assertThat(read(path)).isEqualTo(Answer.done(Ipld.of(content)));
        }
        assertThat(names()).containsExactlyInAnyOrder("a.txt", "deep");
    }

    @Test
    void replacesAFileAsAWhole() throws IOException {
        Files.writeString(root.resolve("a"), "something longer");

        write("a", Bytes.utf8("new"));

        assertThat(root.resolve("a")).hasContent("new");
    }

    @Test
    void refusesEveryOtherSpellingOfAPath() {
        for (var path :
                List.of(
                        "",
                        "/",
                        "/etc/passwd",
                        "..",
                        "../secret",
                        "deep/../a",
                        "deep/..",
                        "./a",
                        "a/.",
                        "deep//a",
                        "a/",
                        "a\0b",
                        "a\nb",
                        "a\\b",
                        ".ipvm-x",
                        "deep/.ipvm-x",
                        "x".repeat(256))) {
            assertThat(read(path))
                    .as(path)
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> {
                                assertThat(failed.name()).isEqualTo("BadArgument");
                                assertThat(failed.message()).startsWith("argument 'path', names");
                            });
            assertThat(write(path, Bytes.EMPTY))
                    .as(path)
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.name()).isEqualTo("BadArgument"));
        }
    }

    @Test
    void followsNoLink() throws IOException {
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("up"), outside);
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));

        assertThat(read("up/secret")).isEqualTo(Answer.failed("Forbidden", LINK));
        assertThat(write("up/secret", Bytes.EMPTY)).isEqualTo(Answer.failed("Forbidden", LINK));
        for (var name : List.of("file", "up", "dangling", "deep")) {
            var refused = Answer.failed("Forbidden", "it is a folder, a link or a device");
            assertThat(read(name)).as(name).isEqualTo(refused);
            assertThat(write(name, Bytes.EMPTY)).as(name).isEqualTo(refused);
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void isNotLedOutByAFolderThatIsSwappedForALink() throws Exception {
        var open = root.resolve("swapped");
        var away = root.resolve("away");
        var link = root.resolve("link");
        Files.createDirectory(open);
        Files.writeString(open.resolve("secret"), "harmless");
        Files.createSymbolicLink(link, outside);
        var isOver = new AtomicBoolean();
        var swapper = Thread.ofPlatform().start(() -> swap(open, away, link, isOver));
        try {
            for (int i = 0; i < 2_000; i++) {
                if (read("swapped/secret") instanceof Answer.Done(var value, var evidence)) {
                    assertThat(value).isEqualTo(Ipld.of(Bytes.utf8("harmless")));
                }
            }
        } finally {
            isOver.set(true);
            swapper.join();
        }
    }

    private static void swap(Path open, Path away, Path link, AtomicBoolean isOver) {
        try {
            while (!isOver.get()) {
                Files.move(open, away);
                Files.move(link, open);
                Files.move(open, link);
                Files.move(away, open);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        var missing = Answer.failed("NotFound", "there is no such file or folder");

        assertThat(read("none")).isEqualTo(missing);
        assertThat(read("none/a")).isEqualTo(missing);
        assertThat(write("none/a", Bytes.EMPTY)).isEqualTo(missing);
        Files.createFile(root.resolve("a"));
        assertThat(read("a/b")).isEqualTo(Answer.failed("Forbidden", LINK));
        world.fileRoot = root.resolve("none");
        assertThat(read("a"))
                .isEqualTo(Answer.failed("NoFileRoot", "the folder of file.root is not there"));
    }

    @Test
    void readsNoMoreThanItsLimit() throws IOException {
        world.limits = Bounds.fileBytes(5);
        Files.writeString(root.resolve("five"), "12345");
        Files.writeString(root.resolve("six"), "123456");

        assertThat(read("five")).isEqualTo(Answer.done(Ipld.of(Bytes.utf8("12345"))));
        assertThat(read("six")).isEqualTo(Answer.failed("TooLarge", "at most 5 bytes: found more"));
        assertThat(write("a", Bytes.utf8("123456")))
                .isEqualTo(
                        Answer.failed(
                                "BadArgument", "argument 'bytes', at most 5 bytes: found 6 bytes"));
    }

    @Test
    void settlesByReadingBack() throws IOException {
        var ask = writing("a", Bytes.utf8("new"));
        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.NotFired.class);

        Files.writeString(root.resolve("a"), "old");
        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.NotFired.class);

        files.perform(ask, world.around());
        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.Fired.class);

        world.fileRoot = root.resolve("unplugged");
        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.Unknown.class);
        world.fileRoot = null;
        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.Unknown.class);
    }

    @Test
    void writesOverWhatACrashLeftOfTheSameIntent() throws IOException {
        var ask = writing("a", Bytes.utf8("new"));
        Files.writeString(root.resolve(".ipvm-" + ask.intent()), "half of");

        assertThat(files.settle(ask, world.around())).isInstanceOf(Settlement.NotFired.class);
        assertThat(files.perform(ask, world.around())).isInstanceOf(Answer.Done.class);

        assertThat(root.resolve("a")).hasContent("new");
        assertThat(names()).containsExactlyInAnyOrder("a", "deep");
    }

    private List<String> names() throws IOException {
        try (var listed = Files.list(root)) {
            return listed.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Answer read(String path) {
        return files.perform(Asks.of("/file/read", "path", Ipld.of(path)), world.around());
    }

    private Answer write(String path, Bytes content) {
        return files.perform(writing(path, content), world.around());
    }

    private static Ask writing(String path, Bytes content) {
        return Asks.of("/file/write", "path", Ipld.of(path), "bytes", Ipld.of(content));
    }
}
