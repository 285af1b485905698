package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Policy;
import ipvm.ucan.Statement;
import java.util.List;
import java.util.stream.Collectors;

/// A policy as a person would write it: `.mod == bafy... and .params[0] < 10`.
final class PolicyText {

    private PolicyText() {}

    static String of(Policy policy) {
        return joined(policy.statements(), " and ");
    }

    private static String joined(List<Statement> statements, String between) {
        return statements.stream().map(PolicyText::of).collect(Collectors.joining(between));
    }

    private static String of(Statement statement) {
        return switch (statement) {
            case Statement.Compare(var operator, var selector, var value) ->
                    selector + " " + operator.symbol() + " " + value(value);
            case Statement.Like(var selector, var glob) ->
                    selector + " like \"" + Shown.safe(glob.pattern()) + "\"";
            case Statement.And(var all) ->
                    all.isEmpty() ? "true" : "(" + joined(all, " and ") + ")";
            case Statement.Or(var any) -> any.isEmpty() ? "true" : "(" + joined(any, " or ") + ")";
            case Statement.Not(var negated) -> "not (" + of(negated) + ")";
            case Statement.All(var selector, var each) ->
                    "every element of " + selector + " has (" + of(each) + ")";
            case Statement.Any(var selector, var one) ->
                    "some element of " + selector + " has (" + of(one) + ")";
        };
    }

    /// A link by its CID, all else as DAG-JSON.
    static String value(Ipld value) {
        if (value instanceof Ipld.Link(var cid)) {
            return cid.toString();
        }
        try {
            return Shown.safe(DagJson.text(value));
        } catch (MalformedException e) {
            return value.kind();
        }
    }
}
