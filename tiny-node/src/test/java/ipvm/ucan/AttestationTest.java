package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.asking;
import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationTest {

    private static final Cid TASK = Cid.of(Codec.DAG_CBOR, Bytes.of(1));
    private static final Ipld OK = Ipld.map("ok", Ipld.of(42));
    private static final Ipld ERROR =
            Ipld.map("error", Ipld.map("name", Ipld.of("Overflow"), "message", Ipld.of("too big")));

    private static Optional<Attestation> read(Ipld.Map args) throws Exception {
        var request = Request.of(ALICE.did(), Attestation.COMMAND, args, Bytes.EMPTY);
        return Attestation.of(Invocation.sign(ALICE, request));
    }

    private static Optional<Attestation> readOut(Ipld out) throws Exception {
        return read(Ipld.map("ran", Ipld.of(TASK), "out", out));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var rest =
                Ipld.map(
                        "fx", Ipld.map("fork", list(Ipld.of(TASK))),
                        "meter", Ipld.map("fuel", Ipld.of(7)),
                        "log", Ipld.of(TASK));
        for (var out : new Ipld[] {OK, ERROR, Ipld.map("ok", Ipld.ofNull())}) {
            for (var more : new Ipld.Map[] {Ipld.map(), rest}) {
                var attestation = new Attestation(TASK, out, more);
                var receipt = Invocation.sign(ALICE, attestation.request(ALICE.did()));

                assertThat(Attestation.of(receipt)).contains(attestation);
            }
        }
    }

    @Test
    void isAnInvocationWithoutEndOrAudienceThatItsSignerMayMake() {
        var request = new Attestation(TASK, OK, Ipld.map()).request(ALICE.did());
        var receipt = Invocation.sign(ALICE, request);

        assertThat(request.command()).hasToString("/ucan/assert/receipt");
        assertThat(request.audience()).isEmpty();
        assertThat(request.expires()).isEmpty();
        assertThat(request.nonce()).isEqualTo(Bytes.EMPTY);
        assertThat(new Judge(Revocations.NONE).judge(receipt, Proofs.NONE, NOW))
                .isInstanceOf(Grant.class);
    }

    @Test
    void isNotSeenInOtherInvocations() throws Exception {
        assertThat(Attestation.of(asking(ALICE))).isEmpty();
    }

    @Test
    void refusesAnOutcomeThatIsNeitherOrBoth() {
        assertThatRefuses(() -> readOut(Ipld.map()))
                .hasWhat("receipt.out: ok or error")
                .hasFound("both or none");
        assertThatRefuses(() ->
                        readOut(
                                Ipld.map(
                                        "ok",
                                        Ipld.of(1),
                                        "error",
                                        ((Ipld.Map) ERROR).find("error").orElseThrow())))
                .hasFound("both or none");
        assertThatRefuses(() -> readOut(Ipld.map("just", Ipld.of(1)))).hasFound("unknown 'just'");
        assertThatRefuses(() -> readOut(list("ok", 1))).hasFound("list instead of a map");
    }

    @Test
    void refusesAnErrorWithoutNameOrMessage() {
        var name = Ipld.map("name", Ipld.of("x"));
        var message = Ipld.map("message", Ipld.of("x"));

        assertThatRefuses(() -> readOut(Ipld.map("error", name)))
                .hasWhat("receipt.out.error.message");
        assertThatRefuses(() -> readOut(Ipld.map("error", message)))
                .hasWhat("receipt.out.error.name");
        assertThatRefuses(() -> readOut(Ipld.map("error", Ipld.of("x"))))
                .hasWhat("receipt.out.error")
                .hasFound("text instead of a map");
        assertThatRefuses(() -> readOut(Ipld.map("error", name.with("message", Ipld.of(1)))))
                .hasFound("int instead of text");
    }

    @Test
    void refusesMissingAndUnknownFields() {
        assertThatRefuses(() -> read(Ipld.map("out", OK))).hasWhat("receipt.ran");
        assertThatRefuses(() -> read(Ipld.map("ran", Ipld.of("x"), "out", OK)))
                .hasFound("text instead of a link");
        assertThatRefuses(() -> read(Ipld.map("ran", Ipld.of(TASK)))).hasWhat("receipt.out");
        assertThatRefuses(
                        () -> read(Ipld.map("ran", Ipld.of(TASK), "out", OK, "iss", Ipld.of("x"))))
                .hasWhat("receipt fields")
                .hasFound("unknown 'iss'");
    }
}
