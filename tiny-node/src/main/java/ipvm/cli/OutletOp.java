package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.StoredRule;
import java.io.IOException;

/// `outlets {}`: the outlets that rules have, and what each shows.
final class OutletOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var files = RuleFiles.of(station);
        for (var entry : files.all()) {
            var out = entry.rule().flatMap(rule -> rule.out());
            if (out.isPresent()) {
                var stored = StoredRule.find(station.store(), entry.name(), files.limits());
                var result = stored.flatMap(one -> one.state().lastResult());
                lines.line(
                        Ipld.map(
                                "name", Ipld.of(out.get()),
                                "rule", Ipld.of(entry.name()),
                                "value", result.orElse(Ipld.ofNull())));
            }
        }
    }
}
