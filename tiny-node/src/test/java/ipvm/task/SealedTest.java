package ipvm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedTest {

    private static final PrivateKey ALICE = key(KeyKind.ED25519, 1);
    private static final PrivateKey BOB = key(KeyKind.ED25519, 2);
    private static final PrivateKey CAROL = key(KeyKind.P256, 3);
    private static final String MARK = "the-secret-itself";
    private static final Task TASK =
            new Task(
                    ALICE.did(),
                    new Command("/sim/tell"),
                    Ipld.map("code", Ipld.of(MARK)),
                    Bytes.of(1));

    private static PrivateKey key(KeyKind kind, int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return PrivateKey.generate(kind, Bytes.wrap(seed));
    }

    private static boolean shows(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1).contains(MARK);
    }

    private static Receipt sealed(Outcome outcome) {
        var meter = new Meter(7, 1, 2, OptionalLong.empty());
        var report =
                Report.of(TASK.cid(), outcome, meter)
                        .withLog(List.of(Ipld.of(MARK)))
                        .withEvidence(Ipld.map("body", Ipld.of(MARK)));
        var secret = new Receipt.Secret(TASK, Set.of(ALICE.did(), BOB.did()));
        return Receipt.seal(ALICE, report, secret);
    }

    @Test
    void showsNothingOfASecretButToThoseItIsFor() throws Exception {
        for (var outcome :
                List.of(
                        new Outcome.Ok(Ipld.list(Ipld.of(MARK))),
                        new Outcome.Failed("Bad", "not " + MARK),
                        new Outcome.Failed(MARK, "no"),
                        new Outcome.Trapped(MARK))) {
            var receipt = sealed(outcome);
            assertThat(shows(receipt.bytes())).isFalse();
            assertThat(receipt.outcome()).isEqualTo(outcome);
            var read = Receipt.decode(receipt.bytes());
            assertThat(read.isSigned()).isTrue();
            assertThat(read.outcome()).isNotEqualTo(outcome);
            assertThat(read.report().meter().fuel()).isEqualTo(7);
            assertThat(read.sealed().orElseThrow().text())
                    .isEqualTo("sealed for " + sorted(ALICE.did().text(), BOB.did().text()));
            for (var reader : List.of(ALICE, BOB)) {
                var opened = read.opened(reader);
                assertThat(opened.outcome()).isEqualTo(outcome);
                assertThat(opened.report()).isEqualTo(receipt.report());
                assertThat(opened.bytes()).isEqualTo(receipt.bytes());
            }
            assertThatThrownBy(() -> read.opened(key(KeyKind.ED25519, 9)))
                    .isInstanceOf(MalformedException.class);
            assertThat(receipt.closed().outcome()).isEqualTo(read.outcome());
        }
    }

    private static String sorted(String one, String other) {
        return one.compareTo(other) < 0 ? one + ", " + other : other + ", " + one;
    }

    @Test
    void saysOfALimitThatItWasMet() throws Exception {
        var receipt = Receipt.decode(sealed(new Outcome.OutOfFuel(5)).bytes());
        assertThat(receipt.outcome()).isEqualTo(new Outcome.OutOfFuel(5));
        assertThat(shows(receipt.bytes())).isFalse();
    }

    @Test
    void sealsTheSameInTheSameWayAndOtherThingsInOthers() {
        var readers = Set.of(BOB.did());
        var box = Sealed.of(Ipld.of(1), readers, ALICE);
        assertThat(Sealed.of(Ipld.of(1), readers, ALICE)).isEqualTo(box);
        assertThat(key(Sealed.of(Ipld.of(2), readers, ALICE))).isNotEqualTo(key(box));
        assertThat(Sealed.of(Ipld.of(1), readers, BOB)).isNotEqualTo(box);
    }

    /// The key of the one time, for which Bob's box is sealed.
    private static Bytes key(Sealed box) {
        return Objects.requireNonNull(box.boxes().get(BOB.did())).slice(1, 33);
    }

    @Test
    void takesOnlyWhatIsOneForSealed() throws Exception {
        var sealed = Sealed.of(Ipld.of(1), Set.of(BOB.did()), ALICE);
        assertThat(Sealed.find(sealed.encode())).contains(sealed);
        assertThat(Sealed.isSealed(Sealed.TASK)).isTrue();
        assertThat(Sealed.decode(Sealed.TASK).readers()).isEmpty();
        assertThat(Sealed.isSealed(TASK.encode())).isFalse();
        assertThat(Sealed.find(Ipld.of(1))).isEmpty();
        assertThat(Sealed.find(Ipld.map(Sealed.KEY, Ipld.of(1)))).isEmpty();
        assertThat(Sealed.find(Ipld.map(Sealed.KEY, Ipld.map("nobody", Ipld.of(Bytes.EMPTY)))))
                .isEmpty();
        assertThat(Sealed.find(sealed.encode().with("more", Ipld.of(1)))).isEmpty();
        assertThat(Cid.of(Codec.DAG_CBOR, TASK.encode())).isEqualTo(TASK.cid());
        assertThatThrownBy(() -> Sealed.decode(TASK.encode()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void fitsKeysThatAgree() {
        assertThat(Sealed.fits(ALICE.did())).isTrue();
        assertThat(Sealed.fits(CAROL.did())).isFalse();
    }
}
