package ipvm.store;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import java.util.List;
import java.util.Random;

/// Things to put into a store, each by its number.
final class Shelves {

    private Shelves() {}

    static Block block(int number, int bytes) {
        var data = new byte[bytes];
        new Random(number).nextBytes(data);
        return Block.of(Codec.RAW, Bytes.wrap(data));
    }

    static Cid name(String text) {
        return Cid.of(Codec.RAW, Bytes.utf8(text));
    }

    static Filed filed(int number, String... names) {
        var task = DagCbor.encode(Ipld.list(Ipld.of("task"), Ipld.of(number)));
        var token = DagCbor.encode(Ipld.list(Ipld.of("receipt"), Ipld.of(number)));
        return new Filed(
                Cid.of(Codec.DAG_CBOR, token),
                Cid.of(Codec.DAG_CBOR, task),
                java.util.stream.Stream.of(names).map(Shelves::name).toList(),
                task,
                token,
                1_000 + number,
                true);
    }

    static Filed filedAt(int number, long atMillis) {
        var one = filed(number);
        return new Filed(
                one.receipt(),
                one.task(),
                one.names(),
                one.taskBytes(),
                one.token(),
                atMillis,
                true);
    }

    static Entry entry(int number) {
        return new Entry(name("work " + number), Bytes.utf8("body " + number), number);
    }

    static Intent intent(int number) {
        var name = name("intent " + number);
        return new Intent(name, Bytes.utf8("how " + number), Intent.State.OPEN, number);
    }

    static List<Change> put(Block block, boolean isPinned) {
        return List.of(new Change.Put(block, isPinned));
    }
}
