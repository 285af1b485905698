package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Tally;
import ipvm.store.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// `status {}`: one line as `ipvm status --json` prints it.
final class StatusOp implements Op {

    private static final Path PROCESS = Path.of("/proc/self/status");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var now = Patience.until(station.node().tally());
        var owner = new Owner(station.home(), station.call().world()).required();
        lines.line(
                Ipld.map(
                        "did", Ipld.of(station.did().text()),
                        "owner", Ipld.of(owner.text()),
                        "name", Ipld.of(name(station)),
                        "version", Ipld.of(Version.number()),
                        "pid", Ipld.of(ProcessHandle.current().pid()),
                        "uptime_ms", Ipld.of(station.upMillis()),
                        "clock", Ipld.of(clock(station)),
                        "tasks", tasks(now),
                        "recalled", Ipld.of(now.recalled()),
                        "fuel", Ipld.of(now.fuel()),
                        "store", store(station),
                        "links", links(station),
                        "peers", Ipld.of(peers(station)),
                        "rules", rules(station),
                        "rss_bytes", Ipld.of(rssBytes()),
                        "config", station.settings().fault().map(Ipld::of).orElse(Ipld.ofNull())));
    }

    static Ipld links(Station station) {
        var rows = new ArrayList<Ipld>();
        station.neighbours()
                .all()
                .links()
                .forEach((name, state) ->
                        rows.add(
                                Ipld.map(
                                        "link", Ipld.of(name),
                                        "address", Ipld.of(state.address()),
                                        "state", Ipld.of(state.isUp() ? "up" : state.fault()))));
        return new Ipld.List(rows);
    }

    private static long peers(Station station) {
        return station.neighbours().all().seen().stream()
                .filter(one -> !one.seen().isSilent())
                .count();
    }

    private static String clock(Station station) {
        return switch (station.node().trust()) {
            case SYNCED -> "synced";
            case FLOOR -> "floor";
            case UNKNOWN -> "unknown";
        };
    }

    private static Ipld tasks(Tally.Now now) {
        return Ipld.map(
                "accepted", Ipld.of(now.accepted()),
                "queued", Ipld.of(now.queued()),
                "running", Ipld.of(now.running()),
                "done", Ipld.of(now.done()));
    }

    private static Ipld rules(Station station) throws Stop, MalformedException, IOException {
        long active = 0;
        long paused = 0;
        for (var entry : RuleFiles.of(station).all()) {
            var row = new Word(RuleOp.row(station, entry));
            active += row.text("state").equals("active") ? 1 : 0;
            paused += row.text("state").equals("paused") ? 1 : 0;
        }
        return Ipld.map("active", Ipld.of(active), "paused", Ipld.of(paused));
    }

    private static Ipld store(Station station) throws Stop, IOException {
        var usage = station.store().usage();
        var sessions = new Sessions(station.store()).all();
        long folded = sessions.stream().mapToLong(one -> one.sums().count()).sum();
        return Ipld.map(
                "window_ms", Ipld.of(station.settings().number("flush.interval", Quantity.MILLIS)),
                "sessions", Ipld.of(sessions.size()),
                "folded", Ipld.of(folded),
                "bytes", Ipld.of(usage.bytes()),
                "max", Ipld.of(usage.bytesMax()),
                "blocks", Ipld.of(usage.blocks()),
                "receipts", Ipld.of(usage.receipts()));
    }

    private static String name(Station station) throws IOException {
        var name = station.settings().find("node.name");
        if (name.isPresent()) {
            return name.get();
        }
        return Files.exists(HOST_NAME)
                ? Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip()
                : station.call().world().host().variable("HOSTNAME").orElse("");
    }

    /// What Linux says it takes of the memory, 0 elsewhere.
    static long rssBytes() throws IOException {
        if (!Files.exists(PROCESS)) {
            return 0;
        }
        for (var line : Files.readAllLines(PROCESS, StandardCharsets.UTF_8)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }
}
