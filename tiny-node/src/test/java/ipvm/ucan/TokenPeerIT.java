package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.testkit.Peer;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The parts of a token one by one against `iso-ucan` and `iso-did`: names, bytes, links, policies.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenPeerIT {

    private static final int TOKENS = Peer.count(50, 1_000);
    private static final int POLICIES = Peer.count(2_000, 50_000);

    @RegisterExtension static final Peer PEER = new Peer("ucan");

    private final IsoUcan them = new IsoUcan(PEER);

    @Test
    void bothGiveAKeyTheSameName() throws Exception {
        Rounds.of(
                "names of three keys",
                TOKENS,
                random -> {
                    for (var kind : Person.KINDS) {
                        var person = Person.random(kind, random);
                        var theirs = PEER.get("did", "key", person.json()).textValue();

                        assertThat(person.did()).hasToString(theirs);
                    }
                });
    }

    /// With P-256 they draw another signature each time.
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "SECP256K1"})
    void bothMintTheSameBytes(KeyKind kind) throws Exception {
        Rounds.of(
                "equal delegations by " + kind.label(),
                TOKENS,
                random -> {
                    var terms = Story.random(random).drafts().getFirst().terms();
                    var issuer = Person.random(kind, random);
                    var payload = terms.encode(issuer.did());

                    assertThat(Delegation.sign(issuer.key(), terms).bytes())
                            .isEqualTo(them.sign(issuer, Delegation.TAG, payload));
                });
    }

    /// Their judge has no words for links, their envelope has.
    @Test
    void linksPassThroughTheEnvelope() throws Exception {
        Rounds.of(
                "invocations with links, both ways",
                TOKENS,
                random -> {
                    var issuer = Person.random(random);
                    var request = linking(issuer);
                    var payload = request.encode(issuer.did());
                    var ours = Invocation.sign(issuer.key(), request).bytes();
                    var opened = PEER.get("open", "token", ours);

                    assertThat(Peer.bytes(opened.get("token"))).isEqualTo(ours);
                    assertThat(opened.get("payload").textValue()).isEqualTo(DagJson.text(payload));

                    var theirs = them.sign(issuer, Invocation.TAG, payload);

                    assertThat(Invocation.decode(theirs).request()).isEqualTo(request);
                    assertThat(new Told(List.of(), theirs).verdict()).isInstanceOf(Grant.class);
                });
    }

    @Test
    void theyRefuseLinksInArgumentsAndWeDoNot() throws Exception {
        var issuer = Person.random(Seeds.random(1));
        var invocation = Invocation.sign(issuer.key(), linking(issuer)).bytes();
        var told = new Told(List.of(), invocation);

        assertThat(them.refusal(told)).contains("Invalid args");
        assertThat(told.verdict()).isInstanceOf(Grant.class);
    }

    private static Request linking(Person issuer) {
        var link = Cid.of(Codec.RAW, issuer.secret());
        var args = Ipld.map("mod", Ipld.of(link));
        return Request.of(issuer.did(), new Command("/wasm/run"), args, Bytes.EMPTY).causedBy(link);
    }

    @Test
    void bothJudgeAPolicyAlike() throws Exception {
        var held = new int[1];
        Rounds.of(
                "policies judged alike",
                POLICIES,
                random -> {
                    var policies = new RandomPolicy(random);
                    var args = policies.args();
                    var policy = policies.policy();
                    boolean ours = Policy.decode(policy).allows(args);

                    assertThat(ours)
                            .as("%s of %s", policy, args)
                            .isEqualTo(them.allows(policy, args));
                    held[0] += ours ? 1 : 0;
                });
        System.out.println("policies that hold: " + held[0]);
    }

    @Test
    void theyFindOneInAnEmptyListAndWeDoNot() throws Exception {
        var policy = DagJson.read("[[\"any\",\".\",[\"==\",\".\",1]]]");

        assertThat(them.allows(policy, Ipld.list())).isTrue();
        assertThat(Policy.decode(policy).allows(Ipld.list())).isFalse();
    }
}
