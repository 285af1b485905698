package ipvm.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks in a map, which remembers what it was asked for.
final class MemoryBlocks implements BlockSource, BlockSink {

    final Map<Cid, Bytes> blocks = new LinkedHashMap<>();
    final List<Cid> asked = new ArrayList<>();

    static MemoryBlocks ofCar(String path) throws IOException, MalformedException {
        var blocks = new MemoryBlocks();
        var car = new CarReader(Vectors.bytes(path).stream(), Limits.DEFAULT);
        for (var block = car.next(); block.isPresent(); block = car.next()) {
            blocks.put(block.get());
        }
        return blocks;
    }

    static Cid root(String path) throws IOException, MalformedException {
        return new CarReader(Vectors.bytes(path).stream(), Limits.DEFAULT).roots().getFirst();
    }

    @Override
    public Optional<Bytes> block(Cid cid) {
        asked.add(cid);
        return Optional.ofNullable(blocks.get(cid));
    }

    @Override
    public void put(Block block) {
        blocks.put(block.cid(), block.data());
    }

    /// Puts a node and gives its name.
    Cid add(PbNode node) {
        var block = Block.of(Codec.DAG_PB, node.encode());
        put(block);
        return block.cid();
    }

    Cid add(Ipld value) {
        var block = DagCbor.block(value);
        put(block);
        return block.cid();
    }

    Cid addRaw(String text) {
        var block = Block.of(Codec.RAW, Bytes.utf8(text));
        put(block);
        return block.cid();
    }

    UnixFsReader reader() {
        return new UnixFsReader(this, Limits.DEFAULT);
    }

    /// Puts a node that no reader may open.
    void requireRefusal(PbNode node, String why) {
        var cid = add(node);
        assertThatThrownBy(() -> reader().open(cid))
                .isInstanceOf(MalformedException.class)
                .hasMessage(cid + ": " + why);
    }

    Bytes read(Cid root, String path) throws IOException, MalformedException, NotFoundException {
        var file = (Found.File) reader().resolve(root, path);
        return read(file, 0, file.bytes());
    }

    Bytes read(Found.File file, long from, long to)
            throws IOException, MalformedException, NotFoundException {
        var out = new ByteArrayOutputStream();
        reader().write(file, from, to, out);
        return Bytes.wrap(out.toByteArray());
    }
}
