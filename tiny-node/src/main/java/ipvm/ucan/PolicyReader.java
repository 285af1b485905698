package ipvm.ucan;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads policies from outside; a fault is named by its place, as `policy[2][1]`.
final class PolicyReader {

    private final Limits limits;
    private int count;

    /// Where the reader stands. Left as it was when a fault is found, it is that fault's place;
    /// text is made of it only then, because places of deep statements are longer than the
    /// statements.
    private final Deque<Integer> place = new ArrayDeque<>();

    PolicyReader(Limits limits) {
        this.limits = limits;
    }

    List<Statement> statements(Ipld value) throws MalformedException {
        var items = list(value);
        var statements = new ArrayList<Statement>(items.size());
        for (int i = 0; i < items.size(); i++) {
            place.addLast(i);
            statements.add(statement(items.get(i)));
            place.removeLast();
        }
        return List.copyOf(statements);
    }

    private Statement statement(Ipld value) throws MalformedException {
        if (++count > limits.statementsMax()) {
            throw new MalformedException(
                    "policy of at most " + limits.statementsMax() + " statements", "more");
        }
        var parts = list(value);
        var operator = parts.isEmpty() ? "" : text(parts, 0);
        return switch (operator) {
            case "and" -> new Statement.And(inner(parts));
            case "or" -> new Statement.Or(inner(parts));
            case "not" -> new Statement.Not(inner(parts, 1, 2));
            case "like" -> new Statement.Like(selector(parts), new Glob(shortText(parts, 2)));
            case "all" -> new Statement.All(selector(parts), inner(parts, 2, 3));
            case "any" -> new Statement.Any(selector(parts), inner(parts, 2, 3));
            default -> compare(operator, parts);
        };
    }

    private Statement compare(String symbol, List<Ipld> parts) throws MalformedException {
        for (var operator : Statement.Operator.values()) {
            if (operator.symbol().equals(symbol)) {
                var selector = selector(parts);
                if (operator.ordersNumbers() && !Values.isNumber(parts.get(2))) {
                    place.addLast(2);
                    throw malformed("a number", parts.get(2).kind());
                }
                return new Statement.Compare(operator, selector, parts.get(2));
            }
        }
        throw malformed("one of == != < <= > >= like and or not all any", "'" + symbol + "'");
    }

    private List<Statement> inner(List<Ipld> parts) throws MalformedException {
        requireSize(parts, 2);
        place.addLast(1);
        var statements = statements(parts.get(1));
        place.removeLast();
        return statements;
    }

    private Statement inner(List<Ipld> parts, int at, int size) throws MalformedException {
        requireSize(parts, size);
        place.addLast(at);
        var statement = statement(parts.get(at));
        place.removeLast();
        return statement;
    }

    /// The selector of a statement that has one, and something after it.
    private Selector selector(List<Ipld> parts) throws MalformedException {
        requireSize(parts, 3);
        var text = shortText(parts, 1);
        try {
            return Selector.parse(text);
        } catch (MalformedException e) {
            place.addLast(1);
            throw e.within(place(), 0);
        }
    }

    private String shortText(List<Ipld> parts, int at) throws MalformedException {
        var text = text(parts, at);
        if (text.length() > limits.selectorCharsMax()) {
            place.addLast(at);
            throw malformed(
                    "at most " + limits.selectorCharsMax() + " characters",
                    text.length() + " characters");
        }
        return text;
    }

    private String text(List<Ipld> parts, int at) throws MalformedException {
        if (parts.get(at) instanceof Ipld.Text(var text)) {
            return text;
        }
        place.addLast(at);
        throw malformed("text", parts.get(at).kind());
    }

    private List<Ipld> list(Ipld value) throws MalformedException {
        if (value instanceof Ipld.List(var items)) {
            return items;
        }
        throw malformed("a list", value.kind());
    }

    private void requireSize(List<Ipld> parts, int size) throws MalformedException {
        if (parts.size() != size) {
            throw malformed("a statement of " + size + " parts", parts.size() + " parts");
        }
    }

    private MalformedException malformed(String expected, String found) {
        return new MalformedException(place() + ": " + expected, found);
    }

    private String place() {
        var text = new StringBuilder("policy");
        place.forEach(index -> text.append('[').append(index).append(']'));
        return text.toString();
    }
}
