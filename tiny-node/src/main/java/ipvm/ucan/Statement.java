package ipvm.ucan;

import ipvm.data.Ipld;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One sentence about arguments that is true or false; what cannot be asked is false.
public sealed interface Statement {

    /// How a number or value compares with what the selector finds.
    enum Operator {
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        boolean ordersNumbers() {
            return this != EQUAL && this != UNEQUAL;
        }

        boolean accepts(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    /// `[operator, selector, value]`.
    record Compare(Operator operator, Selector selector, Ipld value) implements Statement {}

    /// `["like", selector, pattern]`.
    record Like(Selector selector, Glob glob) implements Statement {}

    /// `["and", [statement ...]]`.
    record And(List<Statement> all) implements Statement {}

    /// `["or", [statement ...]]`; of none it is true.
    record Or(List<Statement> any) implements Statement {}

    /// `["not", statement]`.
    record Not(Statement negated) implements Statement {}

    /// `["all", selector, statement]`: of every element.
    record All(Selector selector, Statement each) implements Statement {}

    /// `["any", selector, statement]`: of one element at least.
    record Any(Selector selector, Statement one) implements Statement {}

    default boolean holds(Ipld value, Steps steps) {
        if (!steps.take(1)) {
            return false;
        }
        return switch (this) {
            case Compare compare -> compares(compare, value, steps);
            case Like(var selector, var glob) ->
                    selector.in(value, steps).orElse(Ipld.ofNull()) instanceof Ipld.Text(var text)
                            && glob.matches(text, steps);
            case And(var all) -> all.stream().allMatch(each -> each.holds(value, steps));
            case Or(var any) ->
                    any.isEmpty() || any.stream().anyMatch(each -> each.holds(value, steps));
            case Not(var negated) -> !negated.holds(value, steps);
            case All(var selector, var each) ->
                    elements(selector, value, steps)
                            .map(all -> all.stream().allMatch(item -> each.holds(item, steps)))
                            .orElse(false);
            case Any(var selector, var one) ->
                    elements(selector, value, steps)
                            .map(all -> all.stream().anyMatch(item -> one.holds(item, steps)))
                            .orElse(false);
        };
    }

    private static boolean compares(Compare compare, Ipld value, Steps steps) {
        var found = compare.selector().in(value, steps);
        if (found.isEmpty()) {
            return false;
        }
        var order =
                compare.operator().ordersNumbers()
                        ? Values.order(found.get(), compare.value())
                        : equality(found.get(), compare.value(), steps);
        return order.isPresent() && compare.operator().accepts(order.getAsInt());
    }

    /// Values of all kinds are equal or not; that is an order too, as far as it is asked for.
    private static OptionalInt equality(Ipld one, Ipld other, Steps steps) {
        return OptionalInt.of(Values.equal(one, other, steps) ? 0 : 1);
    }

    /// What a quantifier ranges over: the elements of a list or the values of a map.
    private static Optional<List<Ipld>> elements(Selector selector, Ipld value, Steps steps) {
        return selector.in(value, steps)
                .flatMap(found -> new Segment.Values(false).in(found, steps))
                .map(found -> ((Ipld.List) found).items());
    }
}
