package ipvm.rule;

import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.util.List;
import java.util.Set;

/// What a function with a state returns: `{state, out, fx?}`.
record Answer(Ipld state, Ipld out, List<Ipld> fx) {

    private static final int FX_MAX = 64;

    static Answer read(Ipld value, Limits limits) throws MalformedException {
        var answer = Node.of("result", value).only(Set.of("state", "out", "fx"));
        var state = answer.field("state");
        int bytes = DagCbor.encode(state.value()).size();
        if (bytes > limits.stateBytesMax()) {
            throw state.malformed("at most " + limits.stateBytesMax() + " bytes", bytes + " bytes");
        }
        return new Answer(state.value(), answer.field("out").value(), fx(answer));
    }

    private static List<Ipld> fx(Node answer) throws MalformedException {
        var fx = RuleReader.said(answer, "fx");
        return fx.isEmpty() ? List.of() : fx.get().items(FX_MAX).stream().map(Node::value).toList();
    }
}
