package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.testkit.Peer;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import ipvm.ucan.IsoUcan.Minter;
import ipvm.ucan.Story.Fault;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Chains of three delegations by three kinds of key before `iso-ucan` and before us, whoever of us
/// minted them.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChainPeerIT {

    private static final int GOOD = Peer.count(50, 1_000);
    private static final int BAD = Peer.count(4, 100);

    @RegisterExtension static final Peer PEER = new Peer("ucan");

    private final IsoUcan them = new IsoUcan(PEER);

    @ParameterizedTest
    @EnumSource
    void bothAdmitAGoodChain(Minter minter) throws Exception {
        Rounds.of(
                "chains minted by " + minter + ", admitted by both",
                GOOD,
                random -> {
                    var told = them.tell(Story.random(random), minter, random);

                    assertThat(them.refusal(told)).isEmpty();
                    assertThat(told.verdict()).isInstanceOf(Grant.class);
                });
    }

    @Test
    void weAdmitWhatTheirLibraryInvokes() throws Exception {
        Rounds.of(
                "chains invoked by their library, admitted by us",
                GOOD,
                random -> {
                    var story = Story.random(random);
                    var proofs = them.tell(story, Minter.EITHER, random).proofs();

                    assertThat(them.invoke(story, proofs).verdict()).isInstanceOf(Grant.class);
                });
    }

    @ParameterizedTest
    @EnumSource
    void bothRefuse(Fault fault) throws Exception {
        Rounds.of(
                fault + ", refused by both whoever minted it",
                BAD,
                random -> {
                    var story = Story.random(random).with(fault, random);
                    for (var minter : Minter.values()) {
                        var told = them.tell(story, minter, random);

                        assertThat(them.refusal(told)).contains(fault.theirWords());
                        assertThat(told.reason()).isEqualTo(fault.reason());
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void bothRefuseAChangedSignature(Minter minter) throws Exception {
        Rounds.of(
                "changed signatures of " + minter + ", refused by both",
                BAD,
                random -> {
                    var told = them.tell(Story.random(random), minter, random).forged(random);

                    assertThat(them.refusal(told)).contains("signature verification failed");
                    assertThat(told.reason()).isEqualTo(Refusal.Reason.INVALID_SIGNATURE);
                });
    }

    @ParameterizedTest
    @EnumSource
    void bothRefuseAMissingProof(Minter minter) throws Exception {
        Rounds.of(
                "chains of " + minter + " without a proof, refused by both",
                BAD,
                random -> {
                    var told = them.tell(Story.random(random), minter, random).incomplete(random);

                    assertThat(them.refusal(told)).contains("no delegation");
                    assertThat(told.reason()).isEqualTo(Refusal.Reason.UNAVAILABLE_PROOF);
                });
    }

    @Test
    void theyTakeACommandByItsFirstLettersAndWeDoNot() throws Exception {
        var random = Seeds.random(2);
        var story = Story.random(random).everywhere(new Command("/wasm"));
        var args = story.request().args();
        var other =
                Request.of(story.request().subject(), new Command("/wasmer"), args, Bytes.EMPTY);
        var told = them.tell(story.asking(other), Minter.US, random);

        assertThat(them.refusal(told)).isEmpty();
        assertThat(told.reason()).isEqualTo(Refusal.Reason.INVALID_CLAIM);
    }
}
