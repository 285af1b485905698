package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.list;
import static ipvm.ucan.Cast.policy;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What statements mean, and how a policy that is none is refused.
class PolicyTest {

    private static final String ARGS =
            """
            {"n": 5, "f": 5.0, "half": 0.5, "text": "a*b", "none": null, "yes": true,
             "list": [1, 2, 3], "empty": [], "map": {"x": 1, "y": 2}, "emptymap": {},
             "people": [{"age": 3}, {"age": 30}]}
            """;

    private static boolean allows(String statement) throws Exception {
        return policy(DagJson.read(statement)).allows(DagJson.read(ARGS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['==', '.n', 5] | true",
                "['==', '.n', 5.0] | true",
                "['==', '.f', 5] | true",
                "['==', '.n', '5'] | false",
                "['==', '.none', null] | true",
                "['==', '.absent', null] | false",
                "['==', '.absent?', null] | true",
                "['==', '.list', [1, 2.0, 3]] | true",
                "['==', '.list', [1, 2]] | false",
                "['==', '.map', {'y': 2, 'x': 1}] | true",
                "['!=', '.n', 6] | true",
                "['!=', '.n', 5.0] | false",
                "['!=', '.n', 'five'] | true",
                "['!=', '.absent', 5] | false",
                "['<', '.n', 6] | true",
                "['<', '.n', 5] | false",
                "['<', '.half', 1] | true",
                "['<=', '.n', 5] | true",
                "['<=', '.n', 4.9] | false",
                "['>', '.n', 4.9] | true",
                "['>', '.n', 5] | false",
                "['>=', '.n', 5] | true",
                "['>=', '.n', 5.1] | false",
                "['<', '.text', 6] | false",
                "['>=', '.text', 6] | false",
                "['<', '.absent', 6] | false",
                "['like', '.text', 'a*'] | true",
                "['like', '.text', 'a\\\\*b'] | true",
                "['like', '.text', 'b*'] | false",
                "['like', '.n', '*'] | false",
                "['like', '.none', '*'] | false",
                "['like', '.absent', '*'] | false",
                "['like', '.absent?', '*'] | false",
            })
    void comparesWhatASelectorFinds(String statement, boolean holds) throws Exception {
        assertThat(allows(statement.replace('\'', '"'))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['and', []] | true",
                "['and', [['==', '.n', 5], ['==', '.f', 5]]] | true",
                "['and', [['==', '.n', 5], ['==', '.f', 6]]] | false",
                "['or', []] | true",
                "['or', [['==', '.n', 6], ['==', '.f', 5]]] | true",
                "['or', [['==', '.n', 6], ['==', '.f', 6]]] | false",
                "['not', ['==', '.n', 6]] | true",
                "['not', ['==', '.n', 5]] | false",
                "['not', ['==', '.absent', 5]] | true",
                "['not', ['not', ['==', '.n', 5]]] | true",
                "['not', ['or', []]] | false",
            })
    void joinsStatements(String statement, boolean holds) throws Exception {
        assertThat(allows(statement.replace('\'', '"'))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['all', '.list', ['>', '.', 0]] | true",
                "['all', '.list', ['>', '.', 1]] | false",
                "['any', '.list', ['>', '.', 2]] | true",
                "['any', '.list', ['>', '.', 3]] | false",
                "['all', '.map', ['>', '.', 0]] | true",
                "['all', '.map', ['>', '.', 1]] | false",
                "['any', '.map', ['>', '.', 1]] | true",
                "['all', '.empty', ['==', '.', 9]] | true",
                "['any', '.empty', ['==', '.', 9]] | false",
                "['all', '.emptymap', ['==', '.', 9]] | true",
                "['any', '.emptymap', ['or', []]] | false",
                "['all', '.text', ['or', []]] | false",
                "['any', '.text', ['or', []]] | false",
                "['all', '.n', ['or', []]] | false",
                "['all', '.none', ['or', []]] | false",
                "['all', '.absent', ['or', []]] | false",
                "['all', '.absent?', ['or', []]] | false",
                "['any', '.absent?', ['or', []]] | false",
                "['all', '.people', ['>', '.age', 2]] | true",
                "['any', '.people', ['and', [['>', '.age', 2], ['<', '.age', 9]]]] | true",
                "['all', '.people', ['like', '.name', '*']] | false",
                "['all', '.people[]', ['>', '.age', 2]] | true",
            })
    void quantifiesOverListsAndMaps(String statement, boolean holds) throws Exception {
        assertThat(allows(statement.replace('\'', '"'))).isEqualTo(holds);
    }

    @Test
    void holdsOnlyWhenEveryStatementHolds() throws Exception {
        var args = Ipld.map("n", Ipld.of(5));
        var low = list(">", ".n", 4);
        var high = list("<", ".n", 5);

        assertThat(Policy.ANYTHING.allows(args)).isTrue();
        assertThat(policy(low).allows(args)).isTrue();
        assertThat(policy(low, high).allows(args)).isFalse();
        assertThat(policy(low).and(policy(high))).isEqualTo(policy(low, high));
        assertThat(policy(high, low).firstBroken(args, new Steps(100)))
                .contains(policy(high).statements().getFirst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | policy: a list | int",
                "[5] | policy[0]: a list | int",
                "[[]] | policy[0]: one of == != < <= > >= like and or not all any | ''",
                "[['=', '.', 1]] | policy[0]: one of | '='",
                "[['AND', []]] | policy[0]: one of | 'AND'",
                "[[1, '.', 1]] | policy[0][0]: text | int",
                "[['==', '.']] | policy[0]: a statement of 3 parts | 2 parts",
                "[['==', '.', 1, 2]] | policy[0]: a statement of 3 parts | 4 parts",
                "[['==', 1, 1]] | policy[0][1]: text | int",
                "[['and', []], ['<', '.', '1']] | policy[1][2]: a number | text",
                "[['>=', '.', null]] | policy[0][2]: a number | null",
                "[['>=', '.']] | policy[0]: a statement of 3 parts | 2 parts",
                "[['like', '.', 1]] | policy[0][2]: text | int",
                "[['like', '.']] | policy[0]: a statement of 3 parts | 2 parts",
                "[['and']] | policy[0]: a statement of 2 parts | 1 parts",
                "[['and', 1]] | policy[0][1]: a list | int",
                "[['or', [[]], 1]] | policy[0]: a statement of 2 parts | 3 parts",
                "[['or', [['and', []], ['not', 3]]]] | policy[0][1][1][1]: a list | int",
                "[['not']] | policy[0]: a statement of 2 parts | 1 parts",
                "[['not', []]] | policy[0][1]: one of | ''",
                "[['all', '.']] | policy[0]: a statement of 3 parts | 2 parts",
                "[['all', '.', ['x']]] | policy[0][2]: one of | 'x'",
                "[['any', '.', 7]] | policy[0][2]: a list | int",
                "[['any', 7, ['or', []]]] | policy[0][1]: text | int",
            })
    void namesTheFaultAndItsPlace(String policy, String what, String found) throws Exception {
        var value = DagJson.read(policy.replace('\'', '"'));

        assertThatRefuses(() -> Policy.decode(value)).hasWhat(what).hasFound(found);
    }

    @Test
    void namesTheFaultOfASelectorByBothPlaces() {
        assertThatRefuses(() -> policy(list("==", ".", 1), list("not", list("==", ".a..b", 1))))
                .hasWhat("policy[1][1][1]: selector '.a..b': a field name")
                .hasOffset(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"==", "!="})
    void comparesAnyValueForEquality(String operator) throws Exception {
        for (var value : new Ipld[] {Ipld.ofNull(), list(), Ipld.map(), Ipld.of(Bytes.EMPTY)}) {
            assertThat(policy(list(operator, ".", value)).encode())
                    .isEqualTo(list(list(operator, ".", value)));
        }
    }

    @Test
    void writesWhatItReads() throws Exception {
        var written =
                list(
                        list("==", ".a", 1.0),
                        list("!=", ".[\"b c\"]??", Ipld.ofNull()),
                        list("<", ".", 1),
                        list("<=", ".", 1),
                        list(">", ".", 1),
                        list(">=", ".", 1.5),
                        list("like", ".x[0:-1]", "a\\**"),
                        list("and", list(list("or", list()))),
                        list("not", list("and", list())),
                        list("all", ".[]", list("any", ".", list("==", ".", "x"))));

        assertThat(Policy.decode(written).encode()).isEqualTo(written);
        assertThat(Policy.decode(Policy.decode(written).encode()))
                .isEqualTo(Policy.decode(written));
    }

    @Test
    void countsNestedStatementsToo() throws Exception {
        var limits = new Limits(1_000, 1, 3, 1_000, 10, 1, 1_000);
        var leaf = list("==", ".", 1);

        Policy.decode(list(list("not", list("not", leaf))), limits);
        assertThatRefuses(() -> Policy.decode(list(list("not", list("not", leaf)), leaf), limits))
                .hasWhat("policy of at most 3 statements")
                .hasFound("more");
    }

    @Test
    void boundsSelectorsAndPatterns() throws MalformedException {
        var limits = new Limits(1_000, 1, 3, 1_000, 10, 1, 1_000);

        Policy.decode(list(list("like", "." + "a".repeat(9), "b".repeat(10))), limits);
        assertThatRefuses(() -> Policy.decode(list(list("==", "." + "a".repeat(10), 1)), limits))
                .hasWhat("policy[0][1]: at most 10 characters")
                .hasFound("11 characters");
        assertThatRefuses(() -> Policy.decode(list(list("like", ".", "b".repeat(11))), limits))
                .hasWhat("policy[0][2]: at most 10 characters");
    }
}
