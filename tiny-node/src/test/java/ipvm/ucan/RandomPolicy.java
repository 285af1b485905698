package ipvm.ucan;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random arguments, and random statements about them that are about as often true as false.
///
/// What a peer is known to judge otherwise stays out: `any` of what may be empty, a quantifier
/// right inside another, optional selectors, elements of texts and bytes.
final class RandomPolicy {

    private static final int DEPTH_MAX = 3;
    private static final List<String> ORDERS = List.of("<", "<=", ">", ">=");
    private static final List<String> EQUALS = List.of("==", "!=");
    private static final List<String> NUMBERS =
            List.of(".n", ".half", ".list[0]", ".list[-1]", ".list[2]", ".map.x", ".deep.list[1]");
    private static final List<String> TEXTS =
            List.of(".text", ".map.name", ".deep.text", ".texts[1]");
    private static final List<String> OTHERS =
            List.of(
                    ".",
                    ".list",
                    ".map",
                    ".none",
                    ".yes",
                    ".bytes",
                    ".empty",
                    ".deep",
                    ".list[1:]",
                    ".list[:2]",
                    ".list[-2:]",
                    ".list[1:2]",
                    ".absent",
                    ".map.absent",
                    ".n.x",
                    ".list[9]",
                    ".list[-9]",
                    ".none.x");
    private static final List<String> FULL_LISTS =
            List.of(".list", ".deep.list", ".map", ".list[]");
    private static final List<String> PIECES = List.of("a", "b", "ab", "*", "\\*", ".", "x");

    private final RandomGenerator random;

    RandomPolicy(RandomGenerator random) {
        this.random = random;
    }

    Ipld.Map args() {
        return Ipld.map(
                "n", number(),
                "half", Ipld.of(random.nextInt(4) + 0.5),
                "text", Ipld.of(text()),
                "texts", Ipld.list(Ipld.of(text()), Ipld.of(text())),
                "list", numbers(),
                "map", Ipld.map("x", number(), "name", Ipld.of(text())),
                "none", Ipld.ofNull(),
                "yes", Ipld.of(random.nextBoolean()),
                "bytes", Ipld.of(ipvm.data.Bytes.of(random.nextInt(3))),
                "empty", Ipld.list(),
                "deep", Ipld.map("list", numbers(), "text", Ipld.of(text())));
    }

    /// Statements that all hold for the arguments, as we judge.
    Policy holding(Ipld args) throws MalformedException {
        var policy = Policy.ANYTHING;
        for (int count = random.nextInt(4); count > 0; count--) {
            policy = policy.and(settled(args, true));
        }
        return policy;
    }

    /// One statement that does not hold for the arguments, as we judge.
    Policy broken(Ipld args) throws MalformedException {
        return settled(args, false);
    }

    private Policy settled(Ipld args, boolean wanted) throws MalformedException {
        var statement = statement();
        var policy = Policy.decode(Ipld.list(statement));
        return policy.allows(args) == wanted
                ? policy
                : Policy.decode(Ipld.list(Ipld.list(Ipld.of("not"), statement)));
    }

    Ipld policy() {
        var statements = new ArrayList<Ipld>();
        for (int count = random.nextInt(3); count >= 0; count--) {
            statements.add(statement());
        }
        return new Ipld.List(statements);
    }

    Ipld statement() {
        return statement(0);
    }

    private Ipld statement(int depth) {
        return switch (random.nextInt(depth < DEPTH_MAX ? 8 : 4)) {
            case 0 -> compare(of(ORDERS), of(NUMBERS), number());
            case 1 -> compare(of(EQUALS), of(NUMBERS), number());
            case 2 -> compare("like", of(TEXTS), Ipld.of(pattern()));
            case 3 -> compare(of(EQUALS), of(random.nextBoolean() ? OTHERS : TEXTS), any());
            case 4 -> Ipld.list(Ipld.of("not"), statement(depth + 1));
            case 5 -> Ipld.list(Ipld.of("and"), some(depth + 1));
            case 6 -> Ipld.list(Ipld.of("or"), some(depth + 1));
            default -> quantified();
        };
    }

    private Ipld quantified() {
        var one = random.nextBoolean();
        var inner =
                random.nextInt(3) == 0
                        ? compare(of(EQUALS), ".", number())
                        : compare(of(ORDERS), ".", number());
        var selector = one ? of(FULL_LISTS) : random.nextInt(4) == 0 ? ".empty" : of(FULL_LISTS);
        return Ipld.list(Ipld.of(one ? "any" : "all"), Ipld.of(selector), inner);
    }

    private Ipld some(int depth) {
        var statements = new ArrayList<Ipld>();
        for (int count = random.nextInt(3); count > 0; count--) {
            statements.add(statement(depth));
        }
        return new Ipld.List(statements);
    }

    private static Ipld compare(String operator, String selector, Ipld value) {
        return Ipld.list(Ipld.of(operator), Ipld.of(selector), value);
    }

    private Ipld any() {
        return switch (random.nextInt(8)) {
            case 0 -> Ipld.ofNull();
            case 1 -> Ipld.of(random.nextBoolean());
            case 2 -> Ipld.list();
            case 3 -> numbers();
            case 4 -> Ipld.map("x", number(), "name", Ipld.of(text()));
            case 5 -> Ipld.of(ipvm.data.Bytes.of(random.nextInt(3)));
            case 6 -> number();
            default -> Ipld.of(text());
        };
    }

    private Ipld number() {
        return random.nextInt(5) == 0
                ? Ipld.of(random.nextInt(4) + 0.5)
                : Ipld.of((long) random.nextInt(5) - 1);
    }

    private Ipld numbers() {
        var items = new ArrayList<Ipld>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            items.add(number());
        }
        return new Ipld.List(items);
    }

    private String text() {
        return random.nextBoolean() ? of(List.of("a", "ab", "b", "", "a*b", "a.b")) : pattern();
    }

    private String pattern() {
        var pattern = new StringBuilder();
        for (int count = random.nextInt(4); count > 0; count--) {
            pattern.append(of(PIECES));
        }
        return pattern.toString();
    }

    private <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
