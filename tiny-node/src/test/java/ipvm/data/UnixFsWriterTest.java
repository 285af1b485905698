package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Allocation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsWriterTest {

    static Stream<JsonNode> profile() {
        return Vectors.json("unixfs/unixfs-cids.json")
                .get("vectors")
                .valueStream()
                .filter(vector -> vector.get("profile").textValue().startsWith("test-cid-v1"));
    }

    @ParameterizedTest
    @MethodSource("profile")
    void namesAFileAsPeersDo(JsonNode vector) throws Exception {
        long size = vector.get("size").longValue();
        var blocks = new ArrayList<Block>();
        var written = new UnixFsWriter(blocks::add).file(new Lcg(size));

        assertThat(written.cid()).isEqualTo(Vectors.cid(vector.get("cid").textValue()));
        assertThat(written.bytes()).isEqualTo(size);
        assertThat(written.blocks())
                .isEqualTo(vector.get("blocks").longValue())
                .isEqualTo(blocks.size());
        assertThat(blocks.getLast().cid()).isEqualTo(written.cid());
        assertThat(written.dagBytes())
                .isEqualTo(blocks.stream().mapToLong(block -> block.data().size()).sum());
    }

    @Test
    void hasEightVectorsOfItsProfile() {
        assertThat(profile()).hasSize(8);
    }

    @Test
    void growsALevelWhenARowIsFull() throws Exception {
        int row = UnixFsWriter.LINKS_MAX;
        assertThat(links(row)).isEqualTo(row);
        assertThat(links(row + 1)).isEqualTo(2);
        assertThat(links(2 * row)).isEqualTo(2);
        assertThat(links(2 * row + 1)).isEqualTo(3);
        assertThat(links(row * row)).isEqualTo(row);
    }

    private static int links(int chunks) throws Exception {
        var blocks = new ArrayList<Block>();
        new UnixFsWriter(blocks::add, 1).file(new Lcg(chunks));
        return PbNode.decode(blocks.getLast().data(), Limits.DEFAULT).links().size();
    }

    @Test
    void namesATallTreeAsPeersDo() throws Exception {
        var name = "174 * 174 + 1 chunks of one byte";
        var written = new UnixFsWriter(block -> {}, 1).file(new Lcg(174 * 174 + 1));
        assertThat(written.cid()).isEqualTo(root(name));
        assertThat(written.blocks()).isEqualTo(174 * 174 + 1 + 174 + 1 + 2 + 1);
    }

    private static Cid root(String name) {
        return Vectors.cid(Vectors.json("unixfs/roots.json").get(name).textValue());
    }

    @Test
    void namesADirectoryAsPeersDo() throws Exception {
        var blocks = new ArrayList<Block>();
        var writer = new UnixFsWriter(blocks::add);
        var inner =
                writer.directory(
                        Map.of(
                                "\uD83D\uDE00", writer.file(new Lcg(1_000)),
                                "\uFF5E", writer.file(new Lcg(300))));
        var unsorted = new LinkedHashMap<String, UnixFsWriter.Written>();
        unsorted.put("b", writer.file(new Lcg(1)));
        unsorted.put("a", inner);
        unsorted.put("B", writer.file(new Lcg(0)));
        var outer = writer.directory(unsorted);

        assertThat(outer.cid()).isEqualTo(root("directory"));
        assertThat(outer.bytes()).isEqualTo(1_301);
        assertThat(outer.blocks()).isEqualTo(6);
        assertThat(outer.dagBytes())
                .isEqualTo(blocks.stream().mapToLong(block -> block.data().size()).sum());
    }

    @Test
    void knowsTheEmptyDirectoryOfEverybody() throws Exception {
        assertThat(new UnixFsWriter(block -> {}).directory(Map.of()).cid())
                .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/"})
    void refusesNamesThatNoPathReaches(String name) throws Exception {
        var writer = new UnixFsWriter(block -> {});
        var file = writer.file(new Lcg(0));
        assertThatThrownBy(() -> writer.directory(Map.of(name, file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + name + "' is no name of a file");
    }

    @Test
    void refusesADirectoryThatOneBlockCannotHold() throws Exception {
        var writer = new UnixFsWriter(block -> {});
        var file = writer.file(new Lcg(0));
        var names = new HashMap<String, UnixFsWriter.Written>();
        for (int i = 0; i < 20_000; i++) {
            names.put("file " + i, file);
        }
        assertThatThrownBy(() -> writer.directory(names))
                .isInstanceOf(MalformedException.class)
                .hasMessage(
                        "directory of at most 1048576 bytes: found 20000 names in 1068894 bytes");
    }

    @Test
    void allocatesTheFileOnceAndLittleElse() throws Exception {
        long size = 16 << 20;
        var writer = new UnixFsWriter(block -> {});
        writer.file(new Lcg(size));
        long before = Allocation.soFar();
        writer.file(new Lcg(size));
        assertThat(Allocation.soFar() - before).isBetween(size, size + (1 << 20));
    }

    @Test
    void handsTheFaultOfASourceOrASinkOn() {
        var closed = InputStream.nullInputStream();
        assertThatCode(closed::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> new UnixFsWriter(block -> {}).file(closed))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new UnixFsWriter(UnixFsWriterTest::full).file(new Lcg(1)))
                .hasMessage("full");
    }

    private static void full(Block block) throws IOException {
        throw new IOException("full");
    }
}
