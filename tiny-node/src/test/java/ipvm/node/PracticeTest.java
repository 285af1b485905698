package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Effect;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.rule.Answers;
import ipvm.rule.Limits;
import ipvm.rule.RecordedProvider;
import ipvm.rule.Rehearsal;
import ipvm.rule.Rule;
import ipvm.rule.RuleAction;
import ipvm.schedule.Bounds;
import ipvm.store.MemoryStore;
import ipvm.wasm.Modules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PracticeTest {

    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 10_000);
    private static final Ipld POST =
            Ipld.map("cmd", Ipld.of("/http/post"), "args", Ipld.map("url", Ipld.of("u")));

    private final List<String> said = new ArrayList<>();

    private List<Rehearsal.Deed> followed(String grant, Ipld... invocations) throws Exception {
        var text =
                "{\"name\":\"x\",\"on\":{\"every\":\"1s\"},\"do\":{\"cmd\":\"/a\",\"args\":{}},"
                        + "\"grant\":"
                        + grant
                        + "}";
        var rule = Rule.read(Bytes.utf8(text), Limits.DEFAULT, List.of());
        var world =
                new RecordedProvider(
                        List.of(Effect.command("/http/post", 100, 1_000)), Answers.NONE);
        try (var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
                var practice =
                        new Practice(
                                rule,
                                world,
                                new Practice.Means(
                                        key,
                                        new MemoryStore(1 << 20),
                                        new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX),
                                        BOUNDS,
                                        BOUNDS,
                                        Limits.DEFAULT,
                                        said::add))) {
            return practice.follow(new RuleAction.Fork(3, List.of(invocations)), 5);
        }
    }

    @Test
    void givesTheCommandsThatAFunctionAskedFor() throws Exception {
        var grant = "\"bafyreiakubdpjipdpmutjo2lzaco2oychcvtuw3z5p4qsha2uh5xsvc3lu\"";

        assertThat(followed(grant, POST, POST)).hasSize(2).containsOnly(deed());
        assertThat(said).isEmpty();
    }

    private static Rehearsal.Deed deed() {
        return new Rehearsal.Deed("/http/post", Ipld.map("url", Ipld.of("u")));
    }

    @Test
    void leavesOutWhatTheRuleMayNotAndSaysSo() throws Exception {
        assertThat(followed("null", POST, Ipld.of("x"))).isEmpty();
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).contains("fx 0 left out: a rule needs a \"grant\"");
        assertThat(said.getLast()).contains("fx 1 left out: ");
    }
}
