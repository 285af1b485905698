package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Mutations;
import ipvm.testkit.Peer;
import ipvm.testkit.RandomIpld;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import ipvm.testkit.Verdicts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our codecs against `@ipld/dag-cbor`, `@ipld/dag-json` and `@ipld/dag-pb`, both ways.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodecPeerIT {

    private static final int VALUES = Peer.count(2_000, 10_000);
    private static final int MUTANTS = Peer.count(4_000, 100_000);
    private static final int CORPUS = 200;

    @RegisterExtension static final Peer PEER = new Peer("codecs");

    /// The codecs under the names that both sides know.
    enum Form {
        DAG_CBOR("dag-cbor", Codec.DAG_CBOR, DagCbor::decode, DagCbor::encode),
        DAG_JSON("dag-json", Codec.DAG_JSON, DagJson::decode, DagJson::encode),
        DAG_PB("dag-pb", Codec.DAG_PB, DagPb::decode, DagPb::encode);

        private interface Reads {
            Ipld from(Bytes source) throws MalformedException;
        }

        private interface Writes {
            Bytes of(Ipld value) throws MalformedException;
        }

        private final String label;
        private final long code;
        private final Reads reads;
        private final Writes writes;

        Form(String label, long code, Reads reads, Writes writes) {
            this.label = label;
            this.code = code;
            this.reads = reads;
            this.writes = writes;
        }
    }

    @ParameterizedTest
    @EnumSource(names = "DAG_PB", mode = EnumSource.Mode.EXCLUDE)
    void theyWriteOurValuesAgain(Form form) throws Exception {
        Rounds.of(
                form.label + ": values of ours, written again by them",
                VALUES,
                random -> {
                    var value = withoutWholeFloats(new RandomIpld(random).value());
                    var ours = form.writes.of(value);
                    var again = PEER.get("again", "codec", form.label, "data", ours);

                    requireSame(form, value, again);
                });
    }

    @ParameterizedTest
    @EnumSource(names = "DAG_PB", mode = EnumSource.Mode.EXCLUDE)
    void weWriteTheirValuesAgain(Form form) throws Exception {
        Rounds.ofSeeds(
                form.label + ": values of theirs, written again by us",
                VALUES,
                seed -> {
                    var theirs = PEER.get("value", "seed", seed);
                    var cbor = DagCbor.decode(Peer.bytes(theirs.get("dag-cbor").get("data")));

                    requireSame(form, cbor, theirs.get(form.label));
                });
    }

    /// Bytes and CID; only the value where DAG-JSON's keys have another order for them.
    private static void requireSame(Form form, Ipld ours, JsonNode theirs) throws Exception {
        var bytes = Peer.bytes(theirs.get("data"));
        if (form == Form.DAG_JSON && !hasOneOrder(ours)) {
            assertThat(DagJson.read(bytes, Limits.DEFAULT)).isEqualTo(ours);
            return;
        }
        assertThat(form.writes.of(ours)).isEqualTo(bytes);
        assertThat(form.reads.from(bytes)).isEqualTo(ours);
        assertThat(Cid.of(form.code, bytes)).hasToString(theirs.get("cid").textValue());
    }

    @Test
    void weWriteTheirNodesAgain() throws Exception {
        Rounds.ofSeeds(
                "dag-pb: nodes of theirs, written again by us",
                VALUES,
                seed -> {
                    var theirs = PEER.get("node", "seed", seed);

                    requireSame(Form.DAG_PB, DagPb.decode(Peer.bytes(theirs.get("data"))), theirs);
                });
    }

    @Test
    void fewValuesHaveKeysWhoseOrderIsDisputed() throws Exception {
        var disputed = new int[1];
        Rounds.of(
                "values of ours looked through",
                VALUES,
                random -> disputed[0] += hasOneOrder(new RandomIpld(random).value()) ? 0 : 1);
        System.out.println("values whose DAG-JSON has another order of keys: " + disputed[0]);

        assertThat(disputed[0]).isLessThan(VALUES / 10);
    }

    /// This is why whole floats stay out of the values above.
    @Test
    void theyWriteAWholeFloatAsAnInteger() throws Exception {
        var again = PEER.get("again", "codec", "dag-cbor", "data", DagCbor.encode(Ipld.of(1.0)));

        assertThat(Peer.bytes(again.get("data"))).isEqualTo(Bytes.of(1));
    }

    /// This is why some values above have other bytes.
    @Test
    void theySortJsonKeysByHalvesOfSurrogatePairs() throws Exception {
        var map = Ipld.map("\uFF5E", Ipld.of(1), "\uD83D\uDE00", Ipld.of(2));
        var again = PEER.get("again", "codec", "dag-json", "data", DagJson.encode(map));

        assertThat(hasOneOrder(map)).isFalse();
        assertThat(Peer.bytes(again.get("data")))
                .isEqualTo(Bytes.utf8("{\"\uD83D\uDE00\":2,\"\uFF5E\":1}"));
    }

    @ParameterizedTest
    @EnumSource
    void weRefuseWhateverTheyRefuse(Form form) throws Exception {
        var corpus = corpus(form);
        var verdicts = new Verdicts();
        Seeds.forEach(
                MUTANTS,
                random -> {
                    var mutant = new Mutations(corpus, random).next();
                    var answer = PEER.ask("again", "codec", form.label, "data", mutant);
                    verdicts.add(refusal(form, mutant), answer.refusal());
                    if (answer.value().isPresent() && refusal(form, mutant).isEmpty()) {
                        requireSameMutant(form, mutant, answer.value().get());
                    }
                });
        System.out.println(form.label + ", " + MUTANTS + " mutants: " + verdicts);

        assertThat(verdicts.onlyTheyRefuse()).isEmpty();
        assertThat(verdicts.agreed()).isPositive();
    }

    private static void requireSameMutant(Form form, Bytes mutant, JsonNode theirs)
            throws Exception {
        var value = form.reads.from(mutant);
        if (theirs.has("unwritable")) {
            assertThatThrownBy(() -> form.writes.of(value)).isInstanceOf(MalformedException.class);
        } else if (withoutWholeFloats(value).equals(value)) {
            requireSame(form, value, theirs);
        }
    }

    private static String refusal(Form form, Bytes mutant) {
        try {
            form.reads.from(mutant);
            return "";
        } catch (MalformedException e) {
            return e.what();
        }
    }

    private static List<Bytes> corpus(Form form) throws IOException, MalformedException {
        var corpus = new ArrayList<Bytes>();
        for (long seed = 0; seed < CORPUS; seed++) {
            corpus.add(
                    form == Form.DAG_PB
                            ? Peer.bytes(PEER.get("node", "seed", seed).get("data"))
                            : form.writes.of(new RandomIpld(Seeds.random(seed)).value()));
        }
        return corpus;
    }

    /// The same value with a half added to each float that JavaScript cannot tell from an integer.
    private static Ipld withoutWholeFloats(Ipld value) {
        return switch (value) {
            case Ipld.Float64(var number) -> Ipld.of(isSafeInteger(number) ? 0.5 : number);
            case Ipld.List(var items) ->
                    new Ipld.List(items.stream().map(CodecPeerIT::withoutWholeFloats).toList());
            case Ipld.Map(var entries) ->
                    new Ipld.Map(
                            entries.stream()
                                    .map(entry ->
                                            new Ipld.Entry(
                                                    entry.key(), withoutWholeFloats(entry.value())))
                                    .toList());
            case Ipld.Null n -> n;
            case Ipld.Bool bool -> bool;
            case Ipld.Int number -> number;
            case Ipld.Text text -> text;
            case Ipld.Binary bytes -> bytes;
            case Ipld.Link link -> link;
        };
    }

    private static boolean isSafeInteger(double number) {
        return number == Math.rint(number) && Math.abs(number) < 0x1p53;
    }

    /// Whether the keys of every map have one order in UTF-8 and in UTF-16.
    private static boolean hasOneOrder(Ipld value) {
        return switch (value) {
            case Ipld.List(var items) -> items.stream().allMatch(CodecPeerIT::hasOneOrder);
            case Ipld.Map(var entries) -> {
                var keys = entries.stream().map(Ipld.Entry::key).toList();
                yield keys.stream()
                                .sorted()
                                .toList()
                                .equals(keys.stream().sorted(Keys.BYTEWISE).toList())
                        && entries.stream().allMatch(entry -> hasOneOrder(entry.value()));
            }
            case Ipld.Null n -> true;
            case Ipld.Bool bool -> true;
            case Ipld.Int number -> true;
            case Ipld.Float64 number -> true;
            case Ipld.Text text -> true;
            case Ipld.Binary bytes -> true;
            case Ipld.Link link -> true;
        };
    }
}
