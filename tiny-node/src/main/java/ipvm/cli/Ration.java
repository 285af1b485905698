package ipvm.cli;

import ipvm.data.Ipld;

/// What a run may use at most, as its options and the settings say.
record Ration(Bound fuel, Bound memory, Bound time) {

    static final long MEMORY_NORMAL = 16 << 20;

    /// How much more than what was not enough is worth a try.
    private static final int STEP = 10;

    /// What one option bounds.
    ///
    /// @param normal what holds when it is not given
    /// @param max what nobody gets more of
    /// @param value what holds
    record Bound(String option, Quantity quantity, long normal, long max, long value) {

        static Bound of(Arguments words, String option, Quantity quantity, long normal, long max)
                throws Stop {
            var given = words.find(option);
            long fitting = Math.min(normal, max);
            long value = given.isEmpty() ? fitting : quantity.parse(option, given.get());
            if (value > max) {
                throw Stop.usage(option + ": at most " + quantity.text(max) + " here");
            }
            return new Bound(option, quantity, fitting, max, value);
        }

        String text() {
            return quantity.text(value);
        }

        /// What to do when so much was not enough.
        String after() {
            if (value >= max) {
                return "; a run gets no more here";
            }
            long next = value < normal ? normal : Math.min(value * STEP, max);
            return "; try " + option + " " + quantity.text(next);
        }
    }

    static Syntax options(Syntax syntax) {
        return syntax.option("--fuel", "AMOUNT", "fuel such as 500k, 10M; 1G if not given")
                .option("--memory", "SIZE", "memory such as 512KiB, 64MiB; 16MiB if not given")
                .option("--time", "TIME", "time such as 500ms, 5s; 5m if not given");
    }

    static Ration of(Arguments words, Settings settings) throws Stop {
        long fuel = settings.number("fuel.default", Quantity.AMOUNT);
        long fuelMax = settings.number("fuel.max", Quantity.AMOUNT);
        long memoryMax = settings.number("memory.max", Quantity.SIZE);
        long timeMax = settings.number("time.max", Quantity.MILLIS);
        return new Ration(
                Bound.of(words, "--fuel", Quantity.AMOUNT, fuel, fuelMax),
                Bound.of(words, "--memory", Quantity.SIZE, MEMORY_NORMAL, memoryMax),
                Bound.of(words, "--time", Quantity.MILLIS, timeMax, timeMax));
    }

    /// The bounds as a request has them.
    Ipld.Map request() {
        return Ipld.map(
                "fuel", Ipld.of(fuel.value),
                "memory", Ipld.of(memory.value),
                "time", Ipld.of(time.value));
    }

    /// What to do about an end, if a bound led to it.
    String advice(String errorName) {
        return switch (errorName) {
            case "OutOfFuel" -> outOfFuel();
            case "OutOfMemory" -> outOfMemory();
            case "TimedOut" -> timedOut();
            default -> "";
        };
    }

    private String outOfFuel() {
        return "all " + fuel.text() + " of fuel used" + fuel.after();
    }

    private String outOfMemory() {
        return memory.text() + " of memory are too little" + memory.after();
    }

    private String timedOut() {
        return "not done within " + time.text() + time.after();
    }
}
