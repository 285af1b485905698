package ipvm.ucan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Authority as plain data, judged by the letter of its rules and by nothing of what is tested.
///
/// People are numbers, commands and times come from small sets, and arguments are small maps: so
/// every question there is can be asked of every chain.
final class Oracle {

    static final int PEOPLE = 5;
    static final int NOBODY = -1;
    static final long SKEW = 60;
    static final List<String> COMMANDS = List.of("/", "/w", "/w/r", "/w/r/f", "/wr", "/p");
    static final List<Long> TIMES = List.of(1_000L, 1_100L, 1_200L);
    static final List<Map<String, Object>> ARGS = args();

    private Oracle() {}

    /// One delegation; a powerline is about nobody.
    record Link(
            int from,
            int to,
            int subject,
            String command,
            List<Rule> policy,
            long notBefore,
            long expires) {}

    /// One invocation, at one time.
    record Ask(int by, int subject, String command, Map<String, Object> args, long now) {}

    /// A statement about arguments.
    sealed interface Rule {

        /// What is not there is neither less, nor more, nor anything else.
        record Compare(String field, String operator, int value) implements Rule {}

        record Starts(String field, String prefix) implements Rule {}

        record Not(Rule rule) implements Rule {}

        record Both(Rule one, Rule other) implements Rule {}

        record Either(Rule one, Rule other) implements Rule {}

        default boolean holds(Map<String, Object> args) {
            return switch (this) {
                case Compare(var field, var operator, var value) ->
                        compares(operator, args.get(field), value);
                case Starts(var field, var prefix) ->
                        args.get(field) instanceof String text && text.startsWith(prefix);
                case Not(var rule) -> !rule.holds(args);
                case Both(var one, var other) -> one.holds(args) && other.holds(args);
                case Either(var one, var other) -> one.holds(args) || other.holds(args);
            };
        }

        private static boolean compares(String operator, @Nullable Object found, int value) {
            return switch (operator) {
                case "==" -> found != null && found.equals(value);
                case "!=" -> found != null && !found.equals(value);
                case "<" -> found instanceof Integer number && number < value;
                case "<=" -> found instanceof Integer number && number <= value;
                case ">" -> found instanceof Integer number && number > value;
                case ">=" -> found instanceof Integer number && number >= value;
                default -> throw new IllegalArgumentException(operator);
            };
        }
    }

    /// Whoever asks about itself may; everybody else needs a row, in one order or the other.
    static boolean admits(List<Link> proofs, Ask ask) {
        return ask.by() == ask.subject() || fits(proofs, ask) || fits(proofs.reversed(), ask);
    }

    private static boolean fits(List<Link> row, Ask ask) {
        return holdsTogether(row, ask.subject(), ask.now())
                && row.getLast().to() == ask.by()
                && row.stream().allMatch(link -> covers(link.command(), ask.command()))
                && row.stream()
                        .flatMap(link -> link.policy().stream())
                        .allMatch(rule -> rule.holds(ask.args()));
    }

    /// Whether a row leads from a subject to its end, now.
    static boolean holdsTogether(List<Link> row, int subject, long now) {
        if (row.isEmpty()
                || row.getFirst().from() != subject
                || row.getFirst().subject() != subject) {
            return false;
        }
        for (int i = 0; i < row.size(); i++) {
            var link = row.get(i);
            if ((i > 0 && row.get(i - 1).to() != link.from())
                    || (link.subject() != subject && link.subject() != NOBODY)
                    || now + SKEW < link.notBefore()
                    || now - SKEW > link.expires()
                    || !mayFollow(row.subList(0, i), link)) {
                return false;
            }
        }
        return true;
    }

    /// All before a link cover what it says; a powerline may also say more than each of them.
    private static boolean mayFollow(List<Link> before, Link link) {
        return before.stream().allMatch(one -> covers(one.command(), link.command()))
                || (link.subject() == NOBODY
                        && before.stream().allMatch(one -> meets(one.command(), link.command())));
    }

    private static boolean meets(String one, String other) {
        return covers(one, other) || covers(other, one);
    }

    static boolean covers(String held, String asked) {
        var wide = segments(held);
        var narrow = segments(asked);
        return wide.size() <= narrow.size() && narrow.subList(0, wide.size()).equals(wide);
    }

    private static List<String> segments(String command) {
        return command.equals("/") ? List.of() : List.of(command.substring(1).split("/"));
    }

    private static List<Map<String, Object>> args() {
        var all = new ArrayList<Map<String, Object>>();
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 3; b++) {
                all.add(Map.of("a", a, "b", b, "s", "x"));
                all.add(Map.of("a", a, "b", b, "s", "xy"));
                all.add(Map.of("a", a, "s", "y"));
                all.add(Map.of("b", b, "a", "text"));
            }
        }
        all.add(Map.of());
        return List.copyOf(all);
    }

    /// A row that mostly holds together, so that questions reach its ends.
    static List<Link> row(RandomGenerator random) {
        var row = new ArrayList<Link>();
        int from = 0;
        var command = oneOf(random, COMMANDS);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            command = random.nextInt(3) > 0 ? below(random, command) : command;
            var link = link(random, from, command);
            row.add(link);
            from = link.to();
        }
        return row;
    }

    static Link link(RandomGenerator random, int from, String command) {
        int odds = random.nextInt(24);
        return new Link(
                odds == 0 ? random.nextInt(PEOPLE) : from,
                1 + random.nextInt(PEOPLE - 1),
                odds == 1 ? random.nextInt(PEOPLE) : odds < (from == 0 ? 4 : 9) ? NOBODY : 0,
                odds == 2 || odds == 5 ? oneOf(random, COMMANDS) : command,
                policy(random),
                random.nextInt(16) == 0 ? 1_100 + random.nextInt(200) : 0,
                random.nextInt(16) == 0 ? 900 + random.nextInt(200) : 9_000);
    }

    private static String below(RandomGenerator random, String command) {
        var narrower = COMMANDS.stream().filter(one -> covers(command, one)).toList();
        return oneOf(random, narrower);
    }

    private static List<Rule> policy(RandomGenerator random) {
        var rules = new ArrayList<Rule>();
        for (int i = random.nextInt(4) / 2; i > 0; i--) {
            rules.add(rule(random, 2));
        }
        return List.copyOf(rules);
    }

    private static Rule rule(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0, 1, 2 ->
                    new Rule.Compare(
                            oneOf(random, List.of("a", "a", "a", "b", "b", "s", "z")),
                            oneOf(random, List.of("==", "!=", "<", "<=", ">", ">=")),
                            random.nextInt(4));
            case 3 -> new Rule.Starts(oneOf(random, List.of("s", "a")), oneOf(random, PREFIXES));
            case 4 -> new Rule.Not(rule(random, depth - 1));
            case 5 -> new Rule.Both(rule(random, depth - 1), rule(random, depth - 1));
            default -> new Rule.Either(rule(random, depth - 1), rule(random, depth - 1));
        };
    }

    private static final List<String> PREFIXES = List.of("", "x", "xy");

    static <T> T oneOf(RandomGenerator random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
