package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Mutations;
import ipvm.testkit.Peer;
import ipvm.testkit.RandomIpld;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import ipvm.testkit.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Our names of contents against those of `multiformats`, in every base, both ways.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CidPeerIT {

    private static final int CIDS = Peer.count(1_000, 10_000);
    private static final int MUTANTS = Peer.count(4_000, 100_000);

    @RegisterExtension static final Peer PEER = new Peer("codecs");

    @Test
    void theySpellOurNamesAsWeDo() throws Exception {
        Rounds.of(
                "CIDs of ours, read by them in every base",
                CIDS,
                random -> {
                    var cid = new RandomIpld(random).cid();
                    requireSame(cid, PEER.get("readCid", "data", cid.encode()));
                    for (var text : spellings(cid)) {
                        requireSame(cid, PEER.get("parseCid", "text", text));
                    }
                });
    }

    @Test
    void weSpellTheirNamesAsTheyDo() throws Exception {
        Rounds.ofSeeds(
                "CIDs of theirs, read by us in every base",
                CIDS,
                seed -> {
                    var theirs = PEER.get("randomCid", "seed", seed);
                    var cid = Cid.decode(Peer.bytes(theirs.get("data")));
                    requireSame(cid, theirs);
                    for (var text : theirs.get("texts")) {
                        assertThat(Cid.parse(text.textValue())).isEqualTo(cid);
                    }
                });
    }

    @Test
    void bothNameAContentAlike() throws Exception {
        Rounds.of(
                "contents named by both",
                CIDS,
                random -> {
                    var content = new RandomIpld(random).bytes();
                    for (var function : functions(content)) {
                        var theirs =
                                PEER.get(
                                        "name",
                                        "codec",
                                        Codec.RAW,
                                        "hash",
                                        function.label(),
                                        "data",
                                        content);
                        requireSame(Cid.of(Codec.RAW, function, content), theirs);
                    }
                });
    }

    /// They have sha2 and identity; a longer identity is no name for us.
    private static List<HashFunction> functions(Bytes content) {
        return content.size() > Multihash.DIGEST_BYTES_MAX
                ? List.of(HashFunction.SHA2_256, HashFunction.SHA2_512)
                : List.of(HashFunction.SHA2_256, HashFunction.SHA2_512, HashFunction.IDENTITY);
    }

    private static void requireSame(Cid cid, JsonNode theirs) {
        assertThat(Peer.bytes(theirs.get("data"))).isEqualTo(cid.encode());
        assertThat(cid).hasToString(theirs.get("text").textValue());
        assertThat(theirs.get("texts").size())
                .isEqualTo(cid.version() == 0 ? 0 : Multibase.values().length);
        for (var text : theirs.get("texts").properties()) {
            assertThat(cid.text(base(text.getKey()))).isEqualTo(text.getValue().textValue());
        }
    }

    private static Multibase base(String name) {
        return Stream.of(Multibase.values())
                .filter(base -> base.name().replace("_", "").equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> spellings(Cid cid) {
        return cid.version() == 0
                ? List.of(cid.toString())
                : Stream.of(Multibase.values()).map(cid::text).toList();
    }

    @Test
    void weRefuseWhateverBytesTheyRefuse() throws Exception {
        var corpus = new ArrayList<Bytes>();
        for (long seed = 0; seed < 200; seed++) {
            corpus.add(new RandomIpld(Seeds.random(seed)).cid().encode());
        }
        var verdicts = new Verdicts();
        Seeds.forEach(
                MUTANTS,
                random -> {
                    var mutant = new Mutations(corpus, random).next();
                    var answer = PEER.ask("readCid", "data", mutant);
                    verdicts.add(refusal(mutant), answer.refusal());
                    if (answer.value().isPresent() && refusal(mutant).isEmpty()) {
                        requireSame(Cid.decode(mutant), answer.value().get());
                    }
                });
        System.out.println("CID bytes, " + MUTANTS + " mutants: " + verdicts);

        assertThat(verdicts.onlyTheyRefuse()).isEmpty();
        assertThat(verdicts.agreed()).isPositive();
    }

    private static String refusal(Bytes mutant) {
        try {
            Cid.decode(mutant);
            return "";
        } catch (MalformedException e) {
            return e.what();
        }
    }
}
