package ipvm.foreign;

import ipvm.data.Bytes;
import ipvm.link.Ear;
import ipvm.link.Place;
import ipvm.link.Reading;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Hears everything that happens on a link, and takes or refuses readings.
public final class Recorder implements Ear {

    private static final long SECONDS_MAX = 20;

    public final BlockingQueue<Heard> frames = new LinkedBlockingQueue<>();
    public final BlockingQueue<Place> met = new LinkedBlockingQueue<>();
    public final BlockingQueue<Lost> lost = new LinkedBlockingQueue<>();
    public final BlockingQueue<State> states = new LinkedBlockingQueue<>();
    public final BlockingQueue<Read> readings = new LinkedBlockingQueue<>();

    /// What is said to each reading.
    public volatile Consumer<Answer> verdict = Answer::taken;

    public volatile boolean isSilent;

    /// What was heard of one thing.
    public record Heard(Place from, Bytes frame) {}

    /// What was heard of one thing.
    public record Lost(Place place, String why) {}

    /// What was heard of one thing.
    public record Read(Reading reading, Answer answer) {}

    @Override
    public void heard(Place from, Bytes frame) {
        frames.add(new Heard(from, frame));
    }

    @Override
    public void met(Place place) {
        met.add(place);
    }

    @Override
    public void lost(Place place, String why) {
        lost.add(new Lost(place, why));
    }

    @Override
    public void changed(String link, State state) {
        states.add(state);
    }

    @Override
    public void read(Reading reading, Answer answer) {
        readings.add(new Read(reading, answer));
        if (!isSilent) {
            verdict.accept(answer);
        }
    }

    /// The next of something; a test that waits in vain fails.
    public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var found = queue.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (found == null) {
            throw new AssertionError("nothing came within " + SECONDS_MAX + " s");
        }
        return found;
    }
}
