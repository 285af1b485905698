package ipvm.testkit;

import ipvm.data.Bytes;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages good bytes the way a hostile or broken sender would.
///
/// One to four faults lie in each answer, so that most inputs stay good for long enough to reach
/// the deeper parts of a decoder.
public final class Mutations {

    private static final int FAULTS_MAX = 4;
    private static final int RUN_BYTES_MAX = 64;

    /// Numbers at which lengths and heads change their meaning.
    private static final int[] EDGES = {
        0, 1, 0x17, 0x18, 0x1b, 0x1c, 0x1f, 0x20, 0x3b, 0x40, 0x5b, 0x5f, 0x60, 0x7b, 0x7f, 0x80,
        0x9b, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xd8, 0xed, 0xf4, 0xf6, 0xf7, 0xf9, 0xfb, 0xfe, 0xff
    };

    private final List<Bytes> corpus;
    private final RandomGenerator random;

    public Mutations(List<Bytes> corpus, RandomGenerator random) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException("nothing to mutate");
        }
        this.corpus = List.copyOf(corpus);
        this.random = random;
    }

    /// One member of the corpus with faults in it.
    public Bytes next() {
        var bytes = any();
        for (int faults = 1 + random.nextInt(FAULTS_MAX); faults > 0; faults--) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    private Bytes damaged(Bytes bytes) {
        int at = random.nextInt(bytes.size() + 1);
        return switch (random.nextInt(8)) {
            case 0 -> bytes.slice(0, at);
            case 1 -> splice(bytes, at, at, noise());
            case 2 -> splice(bytes, at, end(bytes, at), Bytes.EMPTY);
            case 3 -> splice(bytes, at, at, bytes.slice(at, end(bytes, at)));
            case 4 -> Bytes.concat(bytes.slice(0, at), tail(any()));
            case 5 -> changed(bytes, at, EDGES[random.nextInt(EDGES.length)]);
            case 6 -> at == bytes.size() ? bytes : changed(bytes, at, bytes.at(at) + step());
            default -> at == bytes.size() ? bytes : changed(bytes, at, bytes.at(at) ^ bit());
        };
    }

    private int end(Bytes bytes, int at) {
        return at + random.nextInt(Math.min(RUN_BYTES_MAX, bytes.size() - at) + 1);
    }

    private Bytes tail(Bytes other) {
        return other.from(random.nextInt(other.size() + 1));
    }

    private Bytes noise() {
        var noise = new byte[random.nextInt(8) == 0 ? RUN_BYTES_MAX : 1 + random.nextInt(4)];
        random.nextBytes(noise);
        return Bytes.wrap(noise);
    }

    private int step() {
        return random.nextBoolean() ? 1 : -1;
    }

    private int bit() {
        return 1 << random.nextInt(8);
    }

    private Bytes any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private static Bytes changed(Bytes bytes, int at, int value) {
        return at == bytes.size()
                ? Bytes.concat(bytes, Bytes.of(value))
                : splice(bytes, at, at + 1, Bytes.of(value));
    }

    private static Bytes splice(Bytes bytes, int from, int to, Bytes middle) {
        return Bytes.concat(bytes.slice(0, from), middle, bytes.from(to));
    }
}
