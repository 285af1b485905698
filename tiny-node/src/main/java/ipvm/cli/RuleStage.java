package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.node.Practice;
import ipvm.rule.RecordedProvider;
import ipvm.rule.Rehearsal;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.store.StoreException;
import ipvm.wasm.Limits;
import ipvm.wasm.Modules;

/// Where scripts are played: each on a node of its own in memory, whose key is nobody's.
final class RuleStage {

    private static final long STORE_BYTES_MAX = 256 << 20;

    private final Call call;
    private final Settings settings;
    private final Modules modules;

    RuleStage(Call call, Settings settings) throws Stop {
        this.call = call;
        this.settings = settings;
        var limits = LimitKeys.read(settings, "wasm", Limits.DEFAULT);
        this.modules = new Modules(limits, Modules.BYTES_MAX, settings.machine());
    }

    Rehearsal.Verdict play(Script script) throws Stop, StoreException {
        var store = new MemoryStore(STORE_BYTES_MAX);
        for (var block : script.modules()) {
            store.commit(java.util.List.of(new Change.Put(block, true)));
        }
        try (var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
                var effects = Effects.installed();
                var practice =
                        new Practice(
                                script.rule(),
                                new RecordedProvider(effects.all(), script.answers()),
                                means(key, store))) {
            return Rehearsal.play(script.rule(), script.events(), script.expected(), practice)
                    .named(script.name());
        }
    }

    private Practice.Means means(PrivateKey key, MemoryStore store) throws Stop {
        var most = Station.most(settings);
        return new Practice.Means(
                key,
                store,
                modules,
                RuleStance.normal(settings, most),
                most,
                RuleStance.limits(settings),
                line -> call.out().detail(Shown.safe(line)));
    }
}
