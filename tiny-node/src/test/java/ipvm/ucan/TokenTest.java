package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The fields of both kinds of token: which must be there, of what type, and what they mean.
class TokenTest {

    private static final Cid LINK = Cid.of(Codec.DAG_CBOR, Bytes.of(7));

    private static final Ipld.Map DELEGATION =
            Ipld.map(
                    "iss", Ipld.of(ALICE.did().text()),
                    "aud", Ipld.of(BOB.did().text()),
                    "sub", Ipld.of(ALICE.did().text()),
                    "cmd", Ipld.of("/wasm/run"),
                    "pol", list(list("==", ".fun", "add")),
                    "nonce", Ipld.of(NONCE),
                    "exp", Ipld.of(2_000));

    private static final Ipld.Map INVOCATION =
            Ipld.map(
                    "iss", Ipld.of(BOB.did().text()),
                    "sub", Ipld.of(ALICE.did().text()),
                    "cmd", Ipld.of("/wasm/run"),
                    "args", Ipld.map("fun", Ipld.of("add")),
                    "prf", list(Ipld.of(LINK)),
                    "nonce", Ipld.of(NONCE),
                    "exp", Ipld.ofNull());

    private static Delegation delegation(Ipld payload) throws MalformedException {
        return Delegation.decode(Envelope.sign(ALICE, Delegation.TAG, payload).bytes());
    }

    private static Invocation invocation(Ipld payload) throws MalformedException {
        return Invocation.decode(Envelope.sign(BOB, Invocation.TAG, payload).bytes());
    }

    private static Ipld.Map without(Ipld.Map map, String key) {
        return new Ipld.Map(
                map.entries().stream().filter(entry -> !entry.key().equals(key)).toList());
    }

    @Test
    void readsADelegationFieldByField() throws Exception {
        var terms = delegation(DELEGATION).terms();

        assertThat(delegation(DELEGATION).issuer()).isEqualTo(ALICE.did());
        assertThat(terms.audience()).isEqualTo(BOB.did());
        assertThat(terms.subject()).contains(ALICE.did());
        assertThat(terms.command()).isEqualTo(RUN);
        assertThat(terms.policy().encode()).isEqualTo(list(list("==", ".fun", "add")));
        assertThat(terms.nonce()).isEqualTo(NONCE);
        assertThat(terms.window()).isEqualTo(Window.until(2_000));
        assertThat(terms.meta()).isEqualTo(Ipld.map());
    }

    @Test
    void readsTheOptionalFieldsOfADelegation() throws Exception {
        var meta = Ipld.map("note", Ipld.of("for the pump"));
        var full =
                DELEGATION
                        .with("sub", Ipld.ofNull())
                        .with("nbf", Ipld.of(0))
                        .with("exp", Ipld.ofNull())
                        .with("meta", meta);

        assertThat(delegation(full).terms().subject()).isEmpty();
        assertThat(delegation(full).terms().meta()).isEqualTo(meta);
        assertThat(delegation(full).terms().window())
                .isEqualTo(new Window(OptionalLong.of(0), OptionalLong.empty()));
    }

    @Test
    void readsAnInvocationFieldByField() throws Exception {
        var invocation = invocation(INVOCATION);
        var request = invocation.request();

        assertThat(invocation.issuer()).isEqualTo(BOB.did());
        assertThat(request.subject()).isEqualTo(ALICE.did());
        assertThat(request.audience()).isEmpty();
        assertThat(invocation.executor()).isEqualTo(ALICE.did());
        assertThat(request.command()).isEqualTo(RUN);
        assertThat(request.args()).isEqualTo(Ipld.map("fun", Ipld.of("add")));
        assertThat(request.proofs()).containsExactly(LINK);
        assertThat(request.nonce()).isEqualTo(NONCE);
        assertThat(request.expires()).isEmpty();
        assertThat(invocation.window()).isEqualTo(Window.ALWAYS);
        assertThat(request.issuedAt()).isEmpty();
        assertThat(request.cause()).isEmpty();
        assertThat(request.meta()).isEqualTo(Ipld.map());
    }

    @Test
    void readsTheOptionalFieldsOfAnInvocation() throws Exception {
        var meta = Ipld.map("fuel", Ipld.of(9));
        var full =
                INVOCATION
                        .with("aud", Ipld.of(CAROL.did().text()))
                        .with("iat", Ipld.of(1_000))
                        .with("exp", Ipld.of(Window.SECONDS_MAX))
                        .with("cause", Ipld.of(LINK))
                        .with("meta", meta);
        var invocation = invocation(full);
        var request = invocation.request();

        assertThat(invocation.executor()).isEqualTo(CAROL.did());
        assertThat(request.issuedAt()).hasValue(1_000);
        assertThat(request.expires()).hasValue(Window.SECONDS_MAX);
        assertThat(invocation.window()).isEqualTo(Window.until(Window.SECONDS_MAX));
        assertThat(request.cause()).contains(LINK);
        assertThat(request.meta()).isEqualTo(meta);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "cmd", "pol", "nonce", "exp"})
    void refusesADelegationThatMissesAField(String name) {
        assertThatRefuses(() -> delegation(without(DELEGATION, name)))
                .hasWhat("delegation." + name)
                .hasFound("nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "cmd", "args", "prf", "nonce", "exp"})
    void refusesAnInvocationThatMissesAField(String name) {
        assertThatRefuses(() -> invocation(without(INVOCATION, name)))
                .hasWhat("invocation." + name)
                .hasFound("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "iss, text",
        "aud, text",
        "sub, text",
        "cmd, text",
        "nonce, bytes",
        "meta, a map",
        "nbf, an int",
        "exp, an int",
    })
    void refusesADelegationWithAFieldOfAnotherType(String name, String wanted) {
        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.of(true))))
                .hasWhat("delegation." + name)
                .hasFound("true instead of " + wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, text",
        "aud, text",
        "sub, text",
        "cmd, text",
        "args, a map",
        "prf, a list of links",
        "nonce, bytes",
        "meta, a map",
        "iat, an int",
        "exp, an int",
        "cause, a link",
    })
    void refusesAnInvocationWithAFieldOfAnotherType(String name, String wanted) {
        assertThatRefuses(() -> invocation(INVOCATION.with(name, Ipld.of(1.5))))
                .hasWhat("invocation." + name)
                .hasFound("float instead of " + wanted);
    }

    /// Null says something in two places only.
    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "cmd", "pol", "nonce", "meta", "nbf"})
    void refusesNullWhereItSaysNothing(String name) {
        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.ofNull()))).hasFound("null");
    }

    @Test
    void refusesAnInvocationAboutNobody() {
        assertThatRefuses(() -> invocation(INVOCATION.with("sub", Ipld.ofNull())))
                .hasWhat("invocation.sub")
                .hasFound("null instead of text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub"})
    void refusesANameThatIsNoDid(String name) {
        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.of("alice"))))
                .hasWhat("delegation." + name + ": DID")
                .hasFound("'alice'");
        assertThatRefuses(() -> invocation(INVOCATION.with(name, Ipld.of("did:key:"))))
                .hasWhat("invocation." + name + ": DID identifier");
    }

    /// It might be a restriction that nobody here understands.
    @Test
    void refusesAnUnknownField() {
        assertThatRefuses(() -> delegation(DELEGATION.with("max", Ipld.of(3))))
                .hasWhat("delegation fields")
                .hasFound("unknown 'max'");
        assertThatRefuses(() -> invocation(INVOCATION.with("pol", Ipld.list())))
                .hasWhat("invocation fields")
                .hasFound("unknown 'pol'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "exp"})
    void takesSecondsThatADoubleCanCount(String name) throws Exception {
        delegation(DELEGATION.with(name, Ipld.of(0)));
        delegation(DELEGATION.with(name, Ipld.of((1L << 53) - 1)));

        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.of(1L << 53))))
                .hasWhat("delegation." + name + " in seconds")
                .hasFound("9007199254740992");
        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.of(-1)))).hasFound("-1");
        assertThatRefuses(() -> delegation(DELEGATION.with(name, new Ipld.Int(false, -1))))
                .hasFound("18446744073709551615");
        assertThatRefuses(() -> delegation(DELEGATION.with(name, Ipld.of(1.0))))
                .hasFound("float instead of an int");
    }

    @Test
    void refusesProofsThatAreNoLinks() {
        assertThatRefuses(() -> invocation(INVOCATION.with("prf", list(Ipld.of(LINK), "x"))))
                .hasWhat("invocation.prf")
                .hasFound("list instead of a list of links");
    }

    @Test
    void refusesMoreProofsThanAChainMayHave() throws Exception {
        int max = Limits.DEFAULT.proofsMax();
        var most = list(java.util.Collections.nCopies(max, Ipld.of(LINK)).toArray());
        var more = list(java.util.Collections.nCopies(max + 1, Ipld.of(LINK)).toArray());

        assertThat(invocation(INVOCATION.with("prf", most)).request().proofs()).hasSize(max);
        assertThatRefuses(() -> invocation(INVOCATION.with("prf", more)))
                .hasWhat("invocation.prf of at most " + max + " links")
                .hasFound(max + 1 + " links");
    }

    @Test
    void refusesACommandOrPolicyThatIsNone() {
        assertThatRefuses(() -> delegation(DELEGATION.with("cmd", Ipld.of("wasm"))))
                .hasWhat("command");
        assertThatRefuses(() -> delegation(DELEGATION.with("pol", Ipld.of("any"))))
                .hasWhat("policy");
    }

    @Test
    void refusesAPayloadThatIsNoMap() {
        assertThatRefuses(() -> delegation(Ipld.list()))
                .hasWhat("delegation")
                .hasFound("list instead of a map");
        assertThatRefuses(() -> invocation(Ipld.of(1)))
                .hasWhat("invocation")
                .hasFound("int instead of a map");
    }

    @Test
    void tellsBothKindsOfTokenApart() throws Exception {
        var delegation = Cast.letting(ALICE, BOB);
        var invocation = Cast.asking(BOB, delegation);

        assertThat(Token.decode(delegation.bytes())).isEqualTo(delegation);
        assertThat(Token.decode(invocation.bytes())).isEqualTo(invocation);
        assertThatRefuses(() -> Delegation.decode(invocation.bytes()))
                .hasWhat("delegation")
                .hasFound("an invocation");
        assertThatRefuses(() -> Invocation.decode(delegation.bytes()))
                .hasWhat("invocation")
                .hasFound("a delegation");
    }

    @Test
    void readsTheReleaseCandidatesTagAsWell() throws Exception {
        var old = Envelope.sign(ALICE, "ucan/dlg@1.0.0-rc.1", DELEGATION);

        assertThat(Delegation.decode(old.bytes()).terms())
                .isEqualTo(delegation(DELEGATION).terms());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ucan/dlg@1.0.1", "ucan/dlg", "ucan/rcpt@1.0.0", "ucan/inv@1.0.0-rc.2"})
    void refusesATagItDoesNotKnow(String tag) {
        assertThatRefuses(() -> Token.decode(Envelope.sign(ALICE, tag, DELEGATION).bytes()))
                .hasWhat("token tag")
                .hasFound("'" + tag + "'");
    }

    @Test
    void writesWhatItReads() throws Exception {
        var terms =
                Cast.terms(BOB, RUN)
                        .asPowerline()
                        .withPolicy(Cast.policy(list("like", ".fun", "a*")))
                        .within(new Window(OptionalLong.of(5), OptionalLong.of(6)))
                        .withMeta(Ipld.map("a", Ipld.of(1)));
        var request =
                Request.of(ALICE.did(), RUN, Ipld.map("x", Ipld.of(LINK)), Bytes.EMPTY)
                        .to(CAROL.did())
                        .provenBy(List.of(LINK, LINK))
                        .until(9)
                        .issuedAt(8)
                        .causedBy(LINK)
                        .withMeta(Ipld.map("b", Ipld.of(2)));
        var delegation = Delegation.sign(ALICE, terms);
        var invocation = Invocation.sign(BOB, request);

        assertThat(Delegation.decode(delegation.bytes())).isEqualTo(delegation);
        assertThat(Invocation.decode(invocation.bytes())).isEqualTo(invocation);
        assertThat(request)
                .isEqualTo(
                        new Request(
                                ALICE.did(),
                                Optional.of(CAROL.did()),
                                RUN,
                                Ipld.map("x", Ipld.of(LINK)),
                                List.of(LINK, LINK),
                                Ipld.map("b", Ipld.of(2)),
                                Bytes.EMPTY,
                                OptionalLong.of(9),
                                OptionalLong.of(8),
                                Optional.of(LINK)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1L << 53) - 1})
    void mintsTokensOfEveryTimeThatItReads(long seconds) throws Exception {
        var minted = Delegation.sign(ALICE, Cast.terms(BOB, RUN).within(Window.until(seconds)));

        assertThat(Delegation.decode(minted.bytes()).window()).isEqualTo(Window.until(seconds));
    }

    /// Nobody could read such a token, not even its issuer.
    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 53, Long.MAX_VALUE})
    void mintsNoTokenOfAnImpossibleTime(long seconds) {
        var terms = Cast.terms(BOB, RUN).within(Window.until(seconds));
        var request = Request.of(ALICE.did(), RUN, Ipld.map(), NONCE);

        assertThatThrownBy(() -> Delegation.sign(ALICE, terms))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + seconds);
        assertThatThrownBy(() -> Invocation.sign(ALICE, request.until(seconds)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Invocation.sign(ALICE, request.issuedAt(seconds)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesATaskByWhatIsAskedAndNotByWhomOrHow() throws Exception {
        var request = Request.of(ALICE.did(), RUN, Ipld.map("x", Ipld.of(1)), NONCE);
        var task = Invocation.sign(ALICE, request).task();
        var same = request.provenBy(List.of(LINK)).until(5).to(Did.parse("did:web:example.com"));

        assertThat(Invocation.sign(BOB, same.withMeta(Ipld.map("fuel", Ipld.of(1)))).task())
                .isEqualTo(task);
        assertThat(Invocation.sign(ALICE, Request.of(BOB.did(), RUN, request.args(), NONCE)).task())
                .isNotEqualTo(task);
    }
}
