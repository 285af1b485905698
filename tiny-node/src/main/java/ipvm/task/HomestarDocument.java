package ipvm.task;

import ipvm.data.Block;
import ipvm.data.Cid;
import ipvm.data.Ipld;

/// What Homestar writes as a block of its own and names by its content.
public sealed interface HomestarDocument
        permits Instruction, HomestarTask, HomestarReceipt, HomestarWorkflow {

    Ipld encode();

    default Block block() {
        return Homestar.block(encode());
    }

    default Cid cid() {
        return block().cid();
    }
}
