package ipvm.ucan;

import ipvm.data.Ipld;
import java.util.List;

/// Writes policies the way they are read.
final class PolicyWriter {

    private PolicyWriter() {}

    static Ipld statements(List<Statement> statements) {
        return Ipld.list(statements.stream().map(PolicyWriter::statement).toArray(Ipld[]::new));
    }

    static Ipld statement(Statement statement) {
        return switch (statement) {
            case Statement.Compare(var operator, var selector, var value) ->
                    parts(operator.symbol(), Ipld.of(selector.text()), value);
            case Statement.Like(var selector, var glob) ->
                    parts("like", Ipld.of(selector.text()), Ipld.of(glob.pattern()));
            case Statement.And(var all) -> parts("and", statements(all));
            case Statement.Or(var any) -> parts("or", statements(any));
            case Statement.Not(var negated) -> parts("not", statement(negated));
            case Statement.All(var selector, var each) ->
                    parts("all", Ipld.of(selector.text()), statement(each));
            case Statement.Any(var selector, var one) ->
                    parts("any", Ipld.of(selector.text()), statement(one));
        };
    }

    private static Ipld parts(String operator, Ipld... operands) {
        var parts = new Ipld[operands.length + 1];
        parts[0] = Ipld.of(operator);
        System.arraycopy(operands, 0, parts, 1, operands.length);
        return Ipld.list(parts);
    }
}
