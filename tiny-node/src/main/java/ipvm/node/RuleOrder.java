package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.link.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What somebody who was admitted wants of the standing rules.
public sealed interface RuleOrder {

    /// These rules shall stand, by name, as their files say, and no others: what is new begins,
    /// what is known goes on where it was, what is not among them goes.
    ///
    /// @param spared rules whose file cannot be read at the moment: they are left as they are
    record Stand(Map<String, Bytes> texts, Set<String> spared) implements RuleOrder {
        public Stand {
            texts = Map.copyOf(texts);
            spared = Set.copyOf(spared);
        }
    }

    /// One more rule.
    record Add(Bytes text) implements RuleOrder {}

    /// A rule goes, with its state.
    record Remove(String name) implements RuleOrder {}

    /// A rule rests until it is told to go on.
    record Pause(String name) implements RuleOrder {}

    /// It goes on.
    record Resume(String name) implements RuleOrder {}

    /// These inlets are open from now on, and no others.
    record Inlets(List<InletTerms> open) implements RuleOrder {
        public Inlets {
            open = List.copyOf(open);
        }
    }

    /// A device has said something; it was taken when that is durable, and only then.
    record Read(Reading reading) implements RuleOrder {}

    /// What a rule waits for has come; it was taken when that is durable, and only then.
    record Arrive(String name, Ipld event) implements RuleOrder {}
}
