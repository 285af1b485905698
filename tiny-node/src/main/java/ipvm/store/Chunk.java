package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.util.ArrayList;
import java.util.List;

/// Receipts of a session that were folded together: the root over their names, and the block in
/// which these stand, as long as there is room for it.
record Chunk(Bytes root, Cid names) {

    static final int RECEIPTS_MAX = 1_024;

    private static final int DIGEST_BYTES = 32;

    Bytes encode() {
        return DagCbor.encode(Ipld.map("root", Ipld.of(root), "names", Ipld.of(names)));
    }

    static Chunk decode(Bytes bytes) throws MalformedException {
        var node = Node.of("chunk of a session", DagCbor.decode(bytes));
        return new Chunk(node.field("root").bytes(), node.field("names").link());
    }

    /// A receipt as a leaf of the tree.
    static Bytes leaf(Cid receipt) {
        return receipt.hash().digest();
    }

    /// The leaves that stand in a block of names.
    static List<Bytes> leaves(Bytes block) {
        var leaves = new ArrayList<Bytes>();
        for (int at = 0; at + DIGEST_BYTES <= block.size(); at += DIGEST_BYTES) {
            leaves.add(block.slice(at, at + DIGEST_BYTES));
        }
        return leaves;
    }
}
