package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.MalformedException;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Receipt;
import ipvm.task.Workflow;
import java.util.List;

/// What tasks and workflows came to that are over, whatever that is worth to others.
record Past(Store store, Rights rights, Secrets secrets) {

    /// What was told of a task or a workflow when it ended.
    List<Reply> replies(Cid name) {
        var end = of(name);
        var whole = end instanceof Reply.Missing ? ofWorkflow(name) : List.<Reply>of();
        return whole.isEmpty() ? List.of(end) : whole;
    }

    /// What a workflow came to that is over; nothing where that is no name of one.
    private List<Reply> ofWorkflow(Cid name) {
        try {
            var block = store.block(name);
            return block.isEmpty() || name.codec() != Codec.DAG_CBOR
                    ? List.of()
                    : new Hindsight(workflow(block.get()), rights, this::opened).replies();
        } catch (StoreException e) {
            return List.of(Reply.of(e));
        } catch (MalformedException e) {
            return List.of(); // other data
        }
    }

    static Workflow workflow(Bytes block) throws MalformedException {
        return Workflow.decode(block, ipvm.task.Limits.DEFAULT, answered -> true);
    }

    /// The last end that a name came to, whatever it is worth to others.
    Reply of(Cid name) {
        try {
            var filed = store.receipts(name);
            for (int i = filed.size() - 1; i >= 0; i--) {
                var receipt = Receipt.decode(filed.get(i).token());
                if (filed.get(i).isOurs() || rights.trusts(receipt.issuer())) {
                    return new Reply.Ended(receipt, filed.get(i), true);
                }
            }
            return new Reply.Missing("nothing called " + name + " is known here");
        } catch (StoreException e) {
            return Reply.of(e);
        } catch (MalformedException e) {
            return new Reply.Missing("the receipt of " + name + " is of a later version");
        }
    }

    /// The same with what is sealed in it: whoever asks for a workflow is told its secrets.
    private Reply opened(Cid name) {
        var reply = of(name);
        try {
            return reply instanceof Reply.Ended(var receipt, var filed, var isRecalled)
                    ? new Reply.Ended(secrets.opened(receipt), filed, isRecalled)
                    : reply;
        } catch (MalformedException e) {
            return reply;
        }
    }
}
