package ipvm.cli;

import ipvm.wasm.Grant;
import java.time.InstantSource;

/// What a run may use at most, as its options say.
record Ration(long fuel, long memoryBytes, long timeMillis) {

    /// What one option bounds: `normal` where it is not given, `max` whoever asks.
    private record Bound(String option, Quantity quantity, long normal, long max) {

        long of(Arguments words) throws Stop {
            var given = words.find(option);
            long value = given.isEmpty() ? normal : quantity.parse(option, given.get());
            if (value > max) {
                throw Stop.usage(option + ": at most " + quantity.text(max) + " here");
            }
            return value;
        }

        /// What to do when so much was not enough.
        String after(long value) {
            if (value >= max) {
                return "; a run gets no more here";
            }
            long next = value < normal ? normal : Math.min(value * STEP, max);
            return "; try " + option + " " + quantity.text(next);
        }
    }

    private static final Bound FUEL =
            new Bound("--fuel", Quantity.AMOUNT, 1_000_000_000, 100_000_000_000L);
    private static final Bound MEMORY = new Bound("--memory", Quantity.SIZE, 16 << 20, 64 << 20);
    private static final Bound TIME = new Bound("--time", Quantity.MILLIS, 300_000, 300_000);

    /// How much more than what was not enough is worth a try.
    private static final int STEP = 10;

    static Syntax options(Syntax syntax) {
        return syntax.option(FUEL.option, "AMOUNT", "fuel such as 500k, 10M; 1G if not given")
                .option(MEMORY.option, "SIZE", "memory such as 512KiB, 64MiB; 16MiB if not given")
                .option(TIME.option, "TIME", "time such as 500ms, 5s; 5m if not given");
    }

    static Ration of(Arguments words) throws Stop {
        return new Ration(FUEL.of(words), MEMORY.of(words), TIME.of(words));
    }

    /// The time begins now.
    Grant grant(InstantSource clock) {
        long end = clock.millis() + timeMillis;
        return new Grant(fuel, memoryBytes, () -> clock.millis() >= end);
    }

    String outOfFuel() {
        return "all " + Quantity.AMOUNT.text(fuel) + " of fuel used" + FUEL.after(fuel);
    }

    String outOfMemory() {
        var size = Quantity.SIZE.text(memoryBytes);
        return size + " of memory are too little" + MEMORY.after(memoryBytes);
    }

    String timedOut() {
        return "not done within " + Quantity.MILLIS.text(timeMillis) + TIME.after(timeMillis);
    }
}
