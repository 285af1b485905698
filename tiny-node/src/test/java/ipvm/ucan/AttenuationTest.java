package ipvm.ucan;

import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.testkit.Peer;
import ipvm.testkit.Seeds;
import ipvm.ucan.Oracle.Ask;
import ipvm.ucan.Oracle.Link;
import ipvm.ucan.Oracle.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No row of delegations, however made, ever yields more than each of its beginnings.
class AttenuationTest {

    private static final List<PrivateKey> PEOPLE =
            IntStream.range(0, Oracle.PEOPLE)
                    .mapToObj(i -> Cast.key(KeyKind.ED25519, 50 + i))
                    .toList();

    /// 50 rows are some 90,000 questions; the long run takes 5,000.
    private static final int ROWS = Peer.count(50, 5_000);

    @Test
    void neverYieldsMoreThanItsParent() throws Exception {
        Seeds.forEach(ROWS, random -> askEverything(Oracle.row(random)));
    }

    /// Swapped, dropped, doubled or replaced: what is still admitted, the rules still admit.
    @Test
    void yieldsNothingMoreAfterItsRowIsChanged() throws Exception {
        Seeds.forEach(ROWS, random -> askEverything(changed(random)));
    }

    private static List<Link> changed(RandomGenerator random) {
        var row = new ArrayList<>(Oracle.row(random));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            change(row, random);
        }
        return row;
    }

    /// Rows of which all or none is admitted would show nothing.
    @Test
    void asksWhatIsAdmittedAndWhatIsNot() {
        int whole = 0;
        int changed = 0;
        for (int seed = 0; seed < 100; seed++) {
            whole += isAdmitted(Oracle.row(Seeds.random(seed))) ? 1 : 0;
            changed += isAdmitted(changed(Seeds.random(seed))) ? 1 : 0;
        }

        assertThat(whole).isBetween(20, 80);
        assertThat(changed).isBetween(5, 80);
    }

    private static boolean isAdmitted(List<Link> row) {
        return !row.isEmpty()
                && Oracle.COMMANDS.stream()
                        .flatMap(command ->
                                Oracle.ARGS.stream()
                                        .map(args ->
                                                new Ask(
                                                        row.getLast().to(),
                                                        0,
                                                        command,
                                                        args,
                                                        1_100)))
                        .anyMatch(ask -> ask.by() != 0 && Oracle.admits(row, ask));
    }

    private static void change(List<Link> row, RandomGenerator random) {
        int at = row.isEmpty() ? 0 : random.nextInt(row.size());
        switch (row.isEmpty() ? 3 : random.nextInt(5)) {
            case 0 -> java.util.Collections.swap(row, at, random.nextInt(row.size()));
            case 1 -> row.remove(at);
            case 2 -> row.set(at, anyLink(random));
            case 3 -> row.add(at, anyLink(random));
            default -> row.add(at, row.get(random.nextInt(row.size())));
        }
    }

    private static Link anyLink(RandomGenerator random) {
        return Oracle.link(
                random, random.nextInt(Oracle.PEOPLE), Oracle.oneOf(random, Oracle.COMMANDS));
    }

    /// Every question of the space, by the end of the row; and one by somebody else.
    private static void askEverything(List<Link> row) throws MalformedException {
        var proofs = delegations(row);
        int end = row.isEmpty() ? 1 : row.getLast().to();
        var judge = new Judge(Revocations.NONE);
        var once = signed(end, proofs);
        judge.judge(once, Proofs.NONE, 0);
        for (var command : Oracle.COMMANDS) {
            for (var args : Oracle.ARGS) {
                for (long now : Oracle.TIMES) {
                    var ask = new Ask(end, 0, command, args, now);
                    check(row, ask, judge.judge(with(once, ask), Proofs.of(proofs), now));
                }
            }
        }
        int other = (end + 1) % Oracle.PEOPLE;
        var ask = new Ask(other, 0, "/w/r", Oracle.ARGS.getFirst(), 1_100);
        check(row, ask, judge.judge(with(signed(other, proofs), ask), Proofs.of(proofs), 1_100));
    }

    private static void check(List<Link> row, Ask ask, Verdict verdict) {
        if (verdict instanceof Grant != Oracle.admits(row, ask)) {
            fail("%s by %s: %s", ask, row, verdict);
        }
        if (verdict instanceof Grant grant && ask.by() != ask.subject()) {
            var used = links(row, grant);
            for (int i = 1; i <= used.size(); i++) {
                var parent = used.subList(0, i);
                if (!Oracle.admits(parent, askedBy(parent.getLast().to(), ask))) {
                    fail("%s by %s, of which %s yields less", ask, row, parent);
                }
            }
        }
    }

    private static Ask askedBy(int person, Ask ask) {
        return new Ask(person, ask.subject(), ask.command(), ask.args(), ask.now());
    }

    /// The row as the judge used it: from the root, whichever way it was listed.
    private static List<Link> links(List<Link> row, Grant grant) {
        boolean rootFirst = grant.proofs().getFirst().issuer().equals(did(row.getFirst().from()));
        boolean same =
                rootFirst
                        && grant.proofs()
                                .getLast()
                                .terms()
                                .audience()
                                .equals(did(row.getLast().to()));
        return same ? row : row.reversed();
    }

    private static ipvm.key.Did did(int person) {
        return PEOPLE.get(person).did();
    }

    /// Signed once for each row: the judge remembers its name, and asks everything else anew.
    private static Invocation signed(int by, List<Delegation> proofs) {
        var cids = proofs.stream().map(Delegation::cid).toList();
        var request = Request.of(did(0), Command.ALL, Ipld.map(), Cast.NONCE).provenBy(cids);
        return Invocation.sign(PEOPLE.get(by), request);
    }

    private static Invocation with(Invocation signed, Ask ask) {
        var request =
                Request.of(did(ask.subject()), new Command(ask.command()), ipld(ask), Cast.NONCE)
                        .provenBy(signed.request().proofs());
        return new Invocation(signed.envelope(), signed.issuer(), request);
    }

    private static Ipld.Map ipld(Ask ask) {
        return new Ipld.Map(
                ask.args().entrySet().stream()
                        .map(arg -> new Ipld.Entry(arg.getKey(), Cast.ipld(arg.getValue())))
                        .toList());
    }

    private static List<Delegation> delegations(List<Link> row) throws MalformedException {
        var delegations = new ArrayList<Delegation>();
        for (var link : row) {
            delegations.add(delegation(link));
        }
        return delegations;
    }

    private static Delegation delegation(Link link) throws MalformedException {
        var command = new Command(link.command());
        var terms =
                Terms.of(did(link.to()), did(Math.max(link.subject(), 0)), command, Bytes.of(1));
        terms = link.subject() == Oracle.NOBODY ? terms.asPowerline() : terms;
        var window = new Window(OptionalLong.of(link.notBefore()), OptionalLong.of(link.expires()));
        var policy =
                Cast.policy(link.policy().stream().map(AttenuationTest::ipld).toArray(Ipld[]::new));
        return Delegation.sign(PEOPLE.get(link.from()), terms.within(window).withPolicy(policy));
    }

    private static Ipld ipld(Rule rule) {
        return switch (rule) {
            case Rule.Compare(var field, var operator, var value) ->
                    list(operator, "." + field, value);
            case Rule.Starts(var field, var prefix) -> list("like", "." + field, prefix + "*");
            case Rule.Not(var negated) -> list("not", ipld(negated));
            case Rule.Both(var one, var other) -> list("and", list(ipld(one), ipld(other)));
            case Rule.Either(var one, var other) -> list("or", list(ipld(one), ipld(other)));
        };
    }

    /// A delegation alone is worth something exactly if some row of the known ones leads to it.
    @Test
    void findsARowExactlyWhereThereIsOne() throws Exception {
        Seeds.forEach(
                4 * ROWS,
                random -> {
                    var links = new ArrayList<>(Oracle.row(random));
                    for (int i = random.nextInt(3); i > 0; i--) {
                        links.add(anyLink(random));
                    }
                    var last = Oracle.oneOf(random, links);
                    links.removeIf(link -> link.subject() == Oracle.NOBODY && link.from() == 0);
                    var verdict =
                            new Judge(Revocations.NONE)
                                    .judge(delegation(last), delegations(links), 1_100);

                    boolean leads = last.subject() == 0 && leadsTo(last, List.of(last), links);
                    if (last.subject() == 0) {
                        assertThat(verdict instanceof Grant)
                                .as("%s of %s", last, links)
                                .isEqualTo(leads);
                    }
                });
    }

    private static boolean leadsTo(Link first, List<Link> row, List<Link> known) {
        if (Oracle.holdsTogether(row, 0, 1_100)) {
            return true;
        }
        return known.stream()
                .filter(giver -> giver.to() == first.from() && !row.contains(giver))
                .anyMatch(giver -> leadsTo(giver, prepended(giver, row), known));
    }

    private static List<Link> prepended(Link giver, List<Link> row) {
        var longer = new ArrayList<Link>();
        longer.add(giver);
        longer.addAll(row);
        return longer;
    }

    @Test
    void knowsAnOracleThatCanSayBoth() {
        var link = new Link(0, 1, 0, "/w", List.of(new Rule.Compare("a", "<", 2)), 0, 9_000);

        assertThat(Oracle.admits(List.of(link), new Ask(1, 0, "/w/r", Map.of("a", 1), 1_000)))
                .isTrue();
        assertThat(Oracle.admits(List.of(link), new Ask(1, 0, "/w/r", Map.of("a", 2), 1_000)))
                .isFalse();
        assertThat(Oracle.admits(List.of(link), new Ask(1, 0, "/wr", Map.of("a", 1), 1_000)))
                .isFalse();
        assertThat(Oracle.admits(List.of(link), new Ask(1, 0, "/w", Map.of("a", 1), 9_061)))
                .isFalse();
    }
}
