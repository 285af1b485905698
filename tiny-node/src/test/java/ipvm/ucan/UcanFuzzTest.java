package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.DAN;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.list;
import static ipvm.ucan.Cast.policy;
import static ipvm.ucan.Cast.terms;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.key.KeyKind;
import ipvm.testkit.Fuzz;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged tokens, containers, policies and selectors: refused, or exactly what they say.
class UcanFuzzTest {

    private static final Ipld ARGS =
            Ipld.map("n", Ipld.of(5), "l", list(1, 2.0, "x"), "m", Ipld.map("k", Ipld.of("v")));

    private static List<Delegation> chain = List.of();
    private static List<Bytes> tokens = List.of();
    private static Ipld statements = Ipld.list();

    @BeforeAll
    static void mint() throws Exception {
        statements =
                list(
                        list("<", ".n", 10),
                        list("like", ".m[\"k\"]", "v*"),
                        list("or", list(list("not", list("==", ".n", 1)))),
                        list("any", ".l[0:2]?", list(">=", ".", 1.0)));
        var meta = Ipld.map(Budget.KEY, Budget.encode(5, Budget.Per.DAY));
        chain =
                List.of(
                        Delegation.sign(ALICE, terms(BOB, Command.ALL).withMeta(meta)),
                        Delegation.sign(
                                BOB, terms(CAROL, RUN).withPolicy(Policy.decode(statements))),
                        Delegation.sign(
                                CAROL,
                                terms(DAN, RUN).asPowerline().within(Window.until(NOW + 100))));
        var all = new ArrayList<Bytes>();
        chain.forEach(delegation -> all.add(delegation.bytes()));
        all.add(invocation().bytes());
        for (var kind : List.of(KeyKind.P256, KeyKind.SECP256K1)) {
            var key = Cast.key(kind, 1);
            all.add(Delegation.sign(key, terms(BOB, RUN)).bytes());
        }
        for (var minted : Vectors.json("ucan/iso-ucan-minted.json").get("tokens")) {
            for (var kind : List.of("delegation", "invocation", "receiptStyleInvocation")) {
                var base64 = minted.get(kind).get("bytes").textValue();
                all.add(Bytes.wrap(Base64.getDecoder().decode(base64)));
            }
        }
        tokens = List.copyOf(all);
    }

    private static Invocation invocation() {
        var request =
                Request.of(ALICE.did(), RUN, (Ipld.Map) ARGS, NONCE)
                        .until(NOW + 50)
                        .provenBy(chain.stream().map(Delegation::cid).toList());
        return Invocation.sign(DAN, request);
    }

    @Test
    void readsOrRefusesTokens() throws Exception {
        Fuzz.of("ucan token", tokens, Token::decode).holding(UcanFuzzTest::isWhatItSays).run();
    }

    /// What was accepted is the one way to write it, and writing it anew says the same.
    private static void isWhatItSays(Bytes input, Token token) throws MalformedException {
        var envelope = token.envelope();
        var again = list(envelope.signature(), DagCbor.decode(envelope.signed()));
        assertThat(DagCbor.encode(again)).isEqualTo(input);
        switch (token) {
            case Delegation delegation -> {
                var signed = Delegation.sign(ALICE, delegation.terms());
                assertThat(Delegation.decode(signed.bytes()).terms()).isEqualTo(delegation.terms());
            }
            case Invocation invocation -> {
                var signed = Invocation.sign(ALICE, invocation.request());
                assertThat(Invocation.decode(signed.bytes()).request())
                        .isEqualTo(invocation.request());
            }
        }
    }

    @Test
    void readsOrRefusesContainers() throws Exception {
        var container = Container.sorted(tokens.subList(0, 3));
        var packed =
                Stream.concat(
                                Stream.of(Container.Packing.values()).map(container::encode),
                                Stream.of(new Container(List.of()).encode(Container.Packing.RAW)))
                        .toList();

        Fuzz.of("ucan container", packed, Container::decode)
                .holding((input, read) ->
                        assertThat(Container.decode(read.encode(Container.Packing.GZIP)))
                                .isEqualTo(read))
                .payload(UcanFuzzTest::inflatedBytes)
                .run();
    }

    /// What a container has after base64 and gzip, as the JDK reads it.
    private static long inflatedBytes(Bytes input) {
        if (input.size() < 2) {
            return input.size();
        }
        try (var in = new GZIPInputStream(unpacked(input).stream())) {
            long inflated = 0;
            var chunk = new byte[8_192];
            for (int size = in.read(chunk); size >= 0 && inflated < 2 << 20; ) {
                inflated += size;
                size = in.read(chunk);
            }
            return Math.max(input.size(), inflated);
        } catch (IOException | IllegalArgumentException e) {
            return input.size();
        }
    }

    private static Bytes unpacked(Bytes input) {
        var packed = input.from(1);
        return switch (input.at(0)) {
            case 0x4f -> Bytes.wrap(Base64.getDecoder().decode(packed.toArray()));
            case 0x50 -> Bytes.wrap(Base64.getUrlDecoder().decode(packed.toArray()));
            default -> packed;
        };
    }

    @Test
    void readsOrRefusesPolicies() throws Exception {
        var corpus =
                List.of(
                        DagCbor.encode(statements),
                        DagCbor.encode(list(list("all", ".l", list("!=", ".", Ipld.ofNull())))),
                        DagCbor.encode(list(list("and", list(list("<=", ".", 1))))));

        Fuzz.of("ucan policy", corpus, input -> Policy.decode(DagCbor.decode(input)))
                .holding((input, read) -> {
                    assertThat(DagCbor.encode(read.encode())).isEqualTo(input);
                    read.allows(ARGS);
                })
                .run();
    }

    @Test
    void readsOrRefusesSelectors() throws Exception {
        var corpus =
                Stream.of(".", ".l[0][-1:]?", ".m[\"a\\u00e9\\\"\"][]??", ".a_1.b-c[2:]", ".[-10]")
                        .map(Bytes::utf8)
                        .toList();

        Fuzz.of("ucan selector", corpus, input -> Selector.parse(latin(input)))
                .holding((input, read) -> {
                    assertThat(read).hasToString(latin(input));
                    assertThat(Selector.parse(read.text())).isEqualTo(read);
                    read.in(ARGS);
                })
                .run();
    }

    @Test
    void readsOrRefusesCommands() throws Exception {
        var corpus = Stream.of("/", "/wasm/run", "/ucan/assert/receipt").map(Bytes::utf8).toList();

        Fuzz.of("ucan command", corpus, input -> Command.parse(latin(input)))
                .holding((input, read) -> {
                    assertThat(read.text()).startsWith("/").doesNotContain("//", " ", "\u001b");
                    assertThat(Command.ALL.covers(read)).isTrue();
                })
                .run();
    }

    /// One token of a good chain is damaged, and its proofs are found under their old names.
    @Test
    void grantsNothingForAChainOfWhichOneByteIsAnother() throws Exception {
        var judge = new Judge(Revocations.NONE);
        var good = new ArrayList<Bytes>();
        chain.forEach(delegation -> good.add(delegation.bytes()));
        good.add(invocation().bytes());

        Fuzz.of("ucan judge", good, input -> judged(judge, Token.decode(input)))
                .holding((input, verdict) ->
                        assertThat(verdict instanceof Grant)
                                .as(verdict.toString())
                                .isEqualTo(good.contains(input)))
                .payload(input -> 1 << 20)
                .run();
    }

    private static Verdict judged(Judge judge, Token token) {
        var names = chain.stream().map(Delegation::cid).toList();
        return switch (token) {
            case Invocation invocation -> judge.judge(invocation, Proofs.of(chain), NOW);
            case Delegation delegation -> {
                var like = place(delegation);
                yield judge.judge(
                        invocation(),
                        cid ->
                                Proofs.of(chain)
                                        .find(cid)
                                        .map(proof ->
                                                proof.cid().equals(names.get(like))
                                                        ? delegation
                                                        : proof),
                        NOW);
            }
        };
    }

    /// Where in the chain a damaged delegation stood, as far as its fields still say.
    private static int place(Delegation delegation) {
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).terms().audience().equals(delegation.terms().audience())) {
                return i;
            }
        }
        return 0;
    }

    /// What nobody writes by mistake.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5bffffffffffffffff",
                "7b8000000000000000",
                "9b8000000000000000",
                "bbffffffffffffffff",
                "9fff",
                "824060",
                "8240a2616800616800",
                "8240a26168406162617880",
                "8240a2616840627fff80",
            })
    void refusesWhatIsMadeToBreakIt(String hex) throws Exception {
        var deep = "81".repeat(10_000) + hex;
        for (var input : List.of(Bytes.fromHex(hex), Bytes.fromHex(deep))) {
            assertThatRefuses(() -> Token.decode(input));
            assertThatRefuses(() -> Container.decode(Bytes.concat(Bytes.of(0x40), input)));
            assertThatRefuses(() -> Policy.decode(DagCbor.decode(input)));
        }
    }

    @Test
    void holdsItsOwnChainForGood() throws Exception {
        assertThat(judged(new Judge(Revocations.NONE), invocation())).isInstanceOf(Grant.class);
        assertThat(policy(((Ipld.List) statements).items().toArray(Ipld[]::new)).allows(ARGS))
                .isTrue();
    }

    private static String latin(Bytes input) {
        return new String(input.toArray(), ISO_8859_1);
    }
}
