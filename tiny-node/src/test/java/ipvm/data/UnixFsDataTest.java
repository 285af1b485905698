package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Fuzz;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnixFsDataTest {

    @ParameterizedTest
    @CsvSource({
        "08 02 18 05 38 a403",
        "08 02 18 05 42 0b 08 ffffffffffffffffff01",
        "08 02 18 05 42 10 08 fbffffffffffffffff01 15 07000000",
        "08 02 18 05 48 ffffffffffffffffff01",
        "08 02 18 05 48 8001",
        "08 02 18 05 49 0102030405060708",
        "08 02 18 05 4a 03 010203",
        "08 02 18 05 4d 01020304",
        "18 05 08 02"
    })
    void readsOverModeTimeAndWhatIsStillToCome(String hex) throws Exception {
        assertThat(decode(hex)).isEqualTo(UnixFsData.file(5, List.of()));
    }

    private static UnixFsData decode(String hex) throws MalformedException {
        return UnixFsData.decode(Bytes.fromHex(hex.replace(" ", "")));
    }

    @Test
    void readsBlockSizesPackedOrNot() throws Exception {
        var sizes = UnixFsData.file(200, List.of(1L, 199L, 0L));
        assertThat(decode("08 02 18 c801 20 01 20 c701 20 00")).isEqualTo(sizes);
        assertThat(decode("08 02 18 c801 22 04 01 c701 00")).isEqualTo(sizes);
        assertThat(decode("08 02 18 c801 22 01 01 22 00 20 c701 20 00")).isEqualTo(sizes);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                         UnixFS type: found the end at byte 0
                    18 05,                      UnixFS type: found the end at byte 2
                    08,                         UnixFS type: found the end at byte 1
                    08 02 08 02,                UnixFS type once: found a second one at byte 3
                    08 02 12 00 12 00,          UnixFS content once: found a second one at byte 5
                    08 02 18 01 18 01,          UnixFS file size once: found a second one at byte 5
                    08 05 28 22 28 22,          UnixFS hash type once: found a second one at byte 5
                    08 05 30 08 30 08,          UnixFS fanout once: found a second one at byte 5
                    0a 00,                      UnixFS field 1: found wire type 2 at byte 1
                    08 02 10 00,                UnixFS field 2: found wire type 0 at byte 3
                    08 02 3a 00,                UnixFS field 7: found wire type 2 at byte 3
                    08 02 40 00,                UnixFS field 8: found wire type 0 at byte 3
                    08 02 4b 00,                UnixFS field 9: found wire type 3 at byte 3
                    08 02 12 02 61,             UnixFS content: found 1 of 2 bytes at byte 4
                    08 02 12 ffffffffffffffff7f, UnixFS content: found 0 of 9223372036854775807 bytes at byte 12
                    08 02 18 ffffffffffffffffff01, UnixFS file size: found a varint of more than 9 bytes at byte 3
                    08 02 22 01 80,             UnixFS block size: found the end at byte 1
                    08 02 48 ffffffffffffffffffff01, UnixFS number: found more than 10 bytes at byte 13
                    08 02 49 01,                UnixFS field 9: found 1 of 8 bytes at byte 3
                    """)
    void refusesWhatItCannotBeSureOf(String hex, String why) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(MalformedException.class)
                .hasMessage(why);
    }

    @Test
    void refusesATypeThatNobodyReads() {
        for (int type : new int[] {3, 6, 127}) {
            var node = PbNode.of(List.of(), Bytes.of(8, type));
            var block = Block.of(Codec.DAG_PB, node.encode());
            assertThatThrownBy(() -> Found.of(block.cid(), block.data(), Limits.DEFAULT))
                    .hasMessage(
                            "UnixFS type (raw, directory, file, symlink or shard): found " + type);
        }
    }

    @Test
    void survivesMutationOfData() throws Exception {
        var good = new ArrayList<Bytes>();
        for (var name :
                List.of("file-mtime", "file-v0", "file-trickle", "directory", "sharded-16")) {
            var car = "unixfs/" + name + ".car";
            var root = MemoryBlocks.ofCar(car).reader().block(MemoryBlocks.root(car));
            good.add(PbNode.decode(root, Limits.DEFAULT).data().orElseThrow());
        }
        Fuzz.run("unixfs data", good, UnixFsData::decode);
    }

    /// Each mutant is a root under its own name, so that it gets past the hash and into the
    /// readers.
    @Test
    void survivesMutationOfRoots() throws Exception {
        var blocks = new MemoryBlocks();
        var good = new ArrayList<Bytes>();
        for (var path :
                List.of(
                        "unixfs/file-trickle",
                        "unixfs/directory",
                        "unixfs/sharded-16",
                        "gateway/symlink",
                        "gateway/dag-pb")) {
            var car = path + ".car";
            MemoryBlocks.ofCar(car).blocks.forEach((cid, data) -> blocks.put(new Block(cid, data)));
            good.add(blocks.blocks.get(MemoryBlocks.root(car)));
        }
        long whole = blocks.blocks.values().stream().mapToLong(Bytes::size).sum();
        Fuzz.of("unixfs roots", good, input -> used(blocks, input)).payload(input -> whole).run();
    }

    private static Found used(MemoryBlocks blocks, Bytes input) throws MalformedException {
        var root = Block.of(Codec.DAG_PB, input);
        var reader =
                new UnixFsReader(
                        cid ->
                                cid.equals(root.cid())
                                        ? Optional.of(input)
                                        : Optional.ofNullable(blocks.blocks.get(cid)),
                        Limits.DEFAULT);
        try {
            var found = reader.open(root.cid());
            if (found instanceof Found.File file) {
                reader.write(file, 0, 10_000, OutputStream.nullOutputStream());
            } else if (found instanceof Found.Directory directory) {
                reader.list(directory);
            }
            return reader.resolve(root.cid(), "foo/bar");
        } catch (NotFoundException e) {
            return new Found.Value(root.cid(), Ipld.ofNull());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
