package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.StoredReading;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// `readings {name, since}`: what an inlet brought since a time, the oldest first.
final class ReadingsOp implements Op {

    private static final int PAGE = 256;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var name = args.text("name");
        long since = args.number("since");
        if (!InletOp.isKnown(station, name)) {
            throw InletOp.unknown(name);
        }
        var dates = new Dates(station);
        long after = 0;
        while (true) {
            var page = StoredReading.after(station.store(), name, after, PAGE);
            for (var reading : page) {
                var event = dates.dated(reading);
                if (new Word(event).number("at") >= since) {
                    lines.line(event);
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().number();
        }
    }

    /// The times of readings that came before anybody knew what time it was.
    private record Dates(Station station, Map<Long, OptionalLong> offsets) {

        Dates(Station station) {
            this(station, new HashMap<>());
        }

        Ipld.Map dated(StoredReading reading) throws MalformedException, IOException {
            var word = new Word(reading.event());
            if (word.text("clock").equals("synced")) {
                return reading.event();
            }
            var offset = offset(word.number("boot"));
            return offset.isEmpty()
                    ? reading.event()
                    : reading.event()
                            .with("at", Ipld.of(offset.getAsLong() + word.number("monotonic")));
        }

        private OptionalLong offset(long boot) throws MalformedException, IOException {
            var known = offsets.get(boot);
            if (known == null) {
                known = StoredReading.offset(station.store(), boot);
                offsets.put(boot, known);
            }
            return known;
        }
    }
}
