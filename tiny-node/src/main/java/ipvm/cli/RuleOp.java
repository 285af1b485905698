package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Reply;
import ipvm.node.RuleOrder;
import ipvm.node.StoredRule;
import ipvm.rule.Rule;
import ipvm.rule.Standing;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/// `rule {verb, name, text}`: adds, lists, shows, pauses and removes rules, and says how far they
/// are; the same whether they stand in this process or wait for a daemon.
final class RuleOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var files = RuleFiles.of(station);
        var verb = args.text("verb");
        switch (verb) {
            case "add" -> lines.line(add(station, files, args));
            case "list" -> {
                for (var entry : files.all()) {
                    lines.line(row(station, entry));
                }
            }
            case "show" -> {
                var text = files.text(args.text("name"));
                lines.line(
                        Ipld.map(
                                "rule",
                                DagJson.read(text, ipvm.data.Limits.DEFAULT),
                                "text",
                                Ipld.of(text)));
            }
            case "state" -> lines.line(state(stored(station, files, args.text("name"))));
            case "log" -> {
                for (var line : stored(station, files, args.text("name")).lines()) {
                    var at = Ipld.of(line.atMillis());
                    lines.line(Ipld.map("at", at, "text", Ipld.of(line.text())));
                }
            }
            case "pause" -> lines.line(order(station, files, args, RuleOrder.Pause::new));
            case "resume" -> lines.line(order(station, files, args, RuleOrder.Resume::new));
            case "remove" -> remove(station, files, args.text("name"), lines);
            default -> throw Stop.usage("nothing is done to rules by '" + Shown.safe(verb) + "'");
        }
    }

    private static Ipld.Map add(Station station, RuleFiles files, Word args)
            throws Stop, MalformedException, IOException {
        var text = args.bytes("text");
        var name = Rule.read(text, files.limits(), RuleStance.triggers()).name();
        files.add(name, text);
        boolean isUp = station.node().rules().isPresent();
        if (isUp) {
            done(station.node().rule(new RuleOrder.Add(text)).join());
        }
        return Ipld.map("name", Ipld.of(name), "running", Ipld.of(isUp));
    }

    private static void remove(Station station, RuleFiles files, String name, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        boolean wasFile = files.remove(name);
        var reply = station.node().rule(new RuleOrder.Remove(name)).join();
        if (!(wasFile && reply instanceof Reply.Missing)) {
            done(reply);
        }
        lines.line(Ipld.map("name", Ipld.of(name)));
    }

    private static Ipld.Map order(
            Station station, RuleFiles files, Word args, Function<String, RuleOrder> order)
            throws Stop, MalformedException, IOException {
        var name = args.text("name");
        files.text(name);
        done(station.node().rule(order.apply(name)).join());
        return Ipld.map("name", Ipld.of(name));
    }

    private static void done(Reply reply) throws Stop {
        if (reply instanceof Reply.Missing(var what)) {
            throw Stop.notFound(what + "; it begins with 'ipvm up'");
        }
        if (reply instanceof Reply.Refused(var why)) {
            throw Stop.usage(why);
        }
        if (!(reply instanceof Reply.Accepted)) {
            throw new Stop(Exit.BUSY, "the store could not keep it: " + reply);
        }
    }

    private static StoredRule stored(Station station, RuleFiles files, String name)
            throws Stop, MalformedException, IOException {
        files.text(name);
        return StoredRule.find(station.store(), name, files.limits())
                .orElseThrow(() ->
                        Stop.notFound(
                                "rule '" + name + "' has not begun; it begins with 'ipvm up'"));
    }

    private static Ipld.Map state(StoredRule stored) {
        var state = stored.state();
        var counts = state.counts();
        return Ipld.map(
                "state", state.userState(),
                "result", state.lastResult().orElse(Ipld.ofNull()),
                "fired", Ipld.of(counts.fired()),
                "errors", Ipld.of(counts.errors()),
                "dropped", Ipld.of(counts.dropped()),
                "error", text(state.lastError()),
                "paused", text(state.pausedWhy()));
    }

    private static Ipld text(Optional<String> text) {
        return text.map(Ipld::of).orElse(Ipld.ofNull());
    }

    /// A rule as a line of `rule list`.
    static Ipld.Map row(Station station, RuleFiles.Entry entry)
            throws Stop, MalformedException, IOException {
        var limits = RuleStance.limits(station.settings());
        if (entry.rule().isEmpty()) {
            return Ipld.map(
                    "name", Ipld.of(entry.name()),
                    "on", Ipld.ofNull(),
                    "state", Ipld.of("bad"),
                    "fired", Ipld.of(0),
                    "errors", Ipld.of(0),
                    "next", Ipld.ofNull(),
                    "fault", Ipld.of(entry.fault()));
        }
        var on =
                ((Ipld.Map) DagJson.read(entry.text(), ipvm.data.Limits.DEFAULT))
                        .find("on")
                        .orElse(Ipld.ofNull());
        var stored =
                StoredRule.find(station.store(), entry.name(), limits)
                        .filter(one -> one.text().equals(entry.text()));
        var row = Ipld.map("name", Ipld.of(entry.name()), "on", on);
        if (stored.isEmpty()) {
            return row.with("state", Ipld.of("added"))
                    .with("fired", Ipld.of(0))
                    .with("errors", Ipld.of(0))
                    .with("next", Ipld.ofNull());
        }
        var state = stored.get().state();
        var next = new Standing(entry.rule().get(), limits).nextMillis(state, station.nowMillis());
        return row.with("state", Ipld.of(state.pausedWhy().isPresent() ? "paused" : "active"))
                .with("fired", Ipld.of(state.counts().fired()))
                .with("errors", Ipld.of(state.counts().errors()))
                .with("next", next.isPresent() ? Ipld.of(next.getAsLong()) : Ipld.ofNull());
    }
}
