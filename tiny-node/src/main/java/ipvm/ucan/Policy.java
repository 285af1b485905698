package ipvm.ucan;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the arguments of an invocation must satisfy: every one of these statements.
public record Policy(List<Statement> statements) {

    public static final Policy ANYTHING = new Policy(List.of());

    public Policy {
        statements = List.copyOf(statements);
    }

    public static Policy decode(Ipld value) throws MalformedException {
        return decode(value, Limits.DEFAULT);
    }

    public static Policy decode(Ipld value, Limits limits) throws MalformedException {
        return new Policy(new PolicyReader(limits).statements(value));
    }

    public Ipld encode() {
        return PolicyWriter.statements(statements);
    }

    /// Both policies at once: what narrows a grant further.
    public Policy and(Policy more) {
        var all = new ArrayList<>(statements);
        all.addAll(more.statements);
        return new Policy(all);
    }

    public boolean allows(Ipld args) {
        return firstBroken(args, new Steps(Limits.DEFAULT.stepsMax())).isEmpty();
    }

    /// The first statement that does not hold, or the one that cost more than it may.
    Optional<Statement> firstBroken(Ipld args, Steps steps) {
        for (var statement : statements) {
            if (!statement.holds(args, steps) || steps.areSpent()) {
                return Optional.of(statement);
            }
        }
        return Optional.empty();
    }
}
