package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Feeds one decoder with damaged copies of good inputs.
///
/// Three things must hold for each: only [MalformedException] escapes, nothing is allocated beyond
/// 64 bytes per input byte and 64 KiB, and what is accepted passes the property (a strict codec
/// writes the very input again).
///
/// @param name what the report calls the decoder
/// @param corpus good inputs
/// @param decoder what is tried
/// @param property what holds for every accepted input
/// @param payload the bytes that allocation is held against: more than the input where it inflates
public record Fuzz<T>(
        String name,
        List<Bytes> corpus,
        Decoder<T> decoder,
        Property<T> property,
        ToLongFunction<Bytes> payload) {

    private static final int INPUTS = Integer.getInteger("ipvm.fuzz.inputs", 20_000);
    private static final int BYTES_PER_BYTE_MAX = 64;
    private static final int BYTES_MAX = 64 << 10;

    /// Reads hostile bytes.
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(Bytes input) throws MalformedException;
    }

    /// What holds for an input that a decoder accepts and for the value it makes of it.
    @FunctionalInterface
    public interface Property<T> {
        void holds(Bytes input, T value) throws MalformedException;
    }

    public static <T> Fuzz<T> of(String name, List<Bytes> corpus, Decoder<T> decoder) {
        return new Fuzz<>(name, corpus, decoder, (input, value) -> {}, Bytes::size);
    }

    /// Tries a decoder of which no more is known than that it must not break.
    public static <T> void run(String name, List<Bytes> corpus, Decoder<T> decoder)
            throws Exception {
        of(name, corpus, decoder).run();
    }

    public Fuzz<T> holding(Property<T> held) {
        return new Fuzz<>(name, corpus, decoder, held, payload);
    }

    public Fuzz<T> payload(ToLongFunction<Bytes> inflated) {
        return new Fuzz<>(name, corpus, decoder, property, inflated);
    }

    /// As many inputs as the property `ipvm.fuzz.inputs` says, one seed each.
    public void run() throws Exception {
        for (var good : corpus) {
            check(good);
        }
        var accepted = new long[1];
        Seeds.forEach(
                INPUTS,
                random -> accepted[0] += check(new Mutations(corpus, random).next()) ? 1 : 0);
        System.out.println("fuzz " + name + ": " + INPUTS + " inputs, " + accepted[0] + " good");
    }

    private boolean check(Bytes input) throws MalformedException {
        long allowed = BYTES_MAX + BYTES_PER_BYTE_MAX * payload.applyAsLong(input);
        long before = Allocation.soFar();
        var value = tried(input);
        if (Allocation.soFar() - before > allowed) {
            requireThrift(input, allowed);
        }
        if (value == null) {
            return false;
        }
        property.holds(input, value);
        return true;
    }

    /// The first time may have paid for classes and call sites as well; the second is the input's.
    private void requireThrift(Bytes input, long allowed) {
        long before = Allocation.soFar();
        tried(input);
        assertThat(Allocation.soFar() - before)
                .as("bytes allocated by %s for %s bytes: %s", name, input.size(), input.hex())
                .isLessThanOrEqualTo(allowed);
    }

    private @Nullable T tried(Bytes input) {
        try {
            return decoder.decode(input);
        } catch (MalformedException e) {
            return null;
        }
    }
}
