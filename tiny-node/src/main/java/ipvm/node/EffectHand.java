package ipvm.node;

import ipvm.data.Cid;
import ipvm.effect.Answer;
import ipvm.effect.Effects;
import ipvm.effect.Surroundings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Asks the world, each time on a thread of its own, because the world may take its time.
final class EffectHand implements AutoCloseable {

    private static final int TRIES_MAX = 3;
    private static final long PAUSE_MILLIS = 200;

    private final Effects effects;
    private final Surroundings around;
    private final Consumer<Event> events;
    private final Map<Cid, Thread> threads = new ConcurrentHashMap<>();

    EffectHand(Effects effects, Surroundings around, Consumer<Event> events) {
        this.effects = effects;
        this.around = around;
        this.events = events;
    }

    /// @param tasks who takes on what is enqueued
    void fire(Action.Fire fire, Surroundings.Tasks tasks) {
        var within = around.with(tasks);
        begin(fire.ask().intent(), () -> events.accept(fired(fire, within)));
    }

    void settle(Action.Settle settle, Surroundings.Tasks tasks) {
        var within = around.with(tasks);
        begin(
                settle.ask().intent(),
                () ->
                        events.accept(
                                new Event.Settled(
                                        settle.work(), effects.settle(settle.ask(), within))));
    }

    private void begin(Cid intent, Runnable work) {
        var thread =
                Thread.ofVirtual()
                        .name("effect")
                        .unstarted(() -> {
                            work.run();
                            threads.remove(intent, Thread.currentThread());
                        });
        threads.put(intent, thread);
        thread.start();
    }

    private Event fired(Action.Fire fire, Surroundings within) {
        long start = System.nanoTime();
        var answer = answer(fire, within);
        return new Event.Fired(fire.work(), answer, (System.nanoTime() - start) / 1_000_000);
    }

    /// What certainly did not reach the world is tried again, as long as there is time.
    private Answer answer(Action.Fire fire, Surroundings within) {
        try {
            var answer = effects.perform(fire.ask(), within);
            for (int i = 1; i < TRIES_MAX && isWorthAnother(answer, fire, i); i++) {
                Thread.sleep(PAUSE_MILLIS << i);
                answer = effects.perform(fire.ask(), within);
            }
            return answer;
        } catch (InterruptedException e) {
            // Stopped on its way: only the world knows.
            return effects.settle(fire.ask(), within).answer();
        }
    }

    private boolean isWorthAnother(Answer answer, Action.Fire fire, int tries) {
        return answer instanceof Answer.NotFired
                && around.clock().nowMillis() + (PAUSE_MILLIS << tries)
                        < fire.ask().deadlineMillis();
    }

    /// Those that are on their way are left to be settled at the next start.
    @Override
    public void close() {
        threads.values().forEach(Thread::interrupt);
        effects.close();
    }
}
