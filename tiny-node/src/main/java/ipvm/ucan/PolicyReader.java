package ipvm.ucan;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/// Reads policies from outside; a fault is named by its place, as `policy[2][1]`.
final class PolicyReader {

    private final Limits limits;
    private int count;

    PolicyReader(Limits limits) {
        this.limits = limits;
    }

    List<Statement> statements(String place, Ipld value) throws MalformedException {
        var items = list(place, value);
        var statements = new ArrayList<Statement>(items.size());
        for (int i = 0; i < items.size(); i++) {
            statements.add(statement(place + "[" + i + "]", items.get(i)));
        }
        return List.copyOf(statements);
    }

    private Statement statement(String place, Ipld value) throws MalformedException {
        if (++count > limits.statementsMax()) {
            throw new MalformedException(
                    "policy of at most " + limits.statementsMax() + " statements", "more");
        }
        var parts = list(place, value);
        var operator = parts.isEmpty() ? "" : text(place + "[0]", parts.getFirst());
        return switch (operator) {
            case "and" -> new Statement.And(statements(place + "[1]", only(place, parts)));
            case "or" -> new Statement.Or(statements(place + "[1]", only(place, parts)));
            case "not" -> new Statement.Not(statement(place + "[1]", only(place, parts)));
            case "like" -> new Statement.Like(selector(place, parts), glob(place, parts));
            case "all" ->
                    new Statement.All(
                            selector(place, parts), statement(place + "[2]", parts.get(2)));
            case "any" ->
                    new Statement.Any(
                            selector(place, parts), statement(place + "[2]", parts.get(2)));
            default -> compare(place, operator, parts);
        };
    }

    private Statement compare(String place, String symbol, List<Ipld> parts)
            throws MalformedException {
        for (var operator : Statement.Operator.values()) {
            if (operator.symbol().equals(symbol)) {
                var selector = selector(place, parts);
                if (operator.ordersNumbers() && !Values.isNumber(parts.get(2))) {
                    throw new MalformedException(place + "[2]: a number", parts.get(2).kind());
                }
                return new Statement.Compare(operator, selector, parts.get(2));
            }
        }
        throw new MalformedException(
                place + ": one of == != < <= > >= like and or not all any", "'" + symbol + "'");
    }

    /// The selector of a statement that has one, and something after it.
    private Selector selector(String place, List<Ipld> parts) throws MalformedException {
        requireSize(place, parts, 3);
        try {
            return Selector.parse(shortText(place + "[1]", parts.get(1)));
        } catch (MalformedException e) {
            throw e.within(place + "[1]", 0);
        }
    }

    private Glob glob(String place, List<Ipld> parts) throws MalformedException {
        return new Glob(shortText(place + "[2]", parts.get(2)));
    }

    private static Ipld only(String place, List<Ipld> parts) throws MalformedException {
        requireSize(place, parts, 2);
        return parts.get(1);
    }

    private String shortText(String place, Ipld value) throws MalformedException {
        var text = text(place, value);
        if (text.length() > limits.selectorCharsMax()) {
            throw new MalformedException(
                    place + ": at most " + limits.selectorCharsMax() + " characters",
                    text.length() + " characters");
        }
        return text;
    }

    private static String text(String place, Ipld value) throws MalformedException {
        if (value instanceof Ipld.Text(var text)) {
            return text;
        }
        throw new MalformedException(place + ": text", value.kind());
    }

    private static List<Ipld> list(String place, Ipld value) throws MalformedException {
        if (value instanceof Ipld.List(var items)) {
            return items;
        }
        throw new MalformedException(place + ": a list", value.kind());
    }

    private static void requireSize(String place, List<Ipld> parts, int size)
            throws MalformedException {
        if (parts.size() != size) {
            throw new MalformedException(
                    place + ": a statement of " + size + " parts", parts.size() + " parts");
        }
    }
}
