package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `ipvm up`: the daemon, in the foreground.
final class Up implements Command {

    @Override
    public Syntax syntax() {
        return Passphrase.option(Syntax.of("up", "run the daemon of this home, in the foreground"))
                .note(
                        "Takes up what was accepted before, and answers every command on the same"
                                + " home through node.sock. TERM, INT and 'ipvm down' end it: what"
                                + " runs has ten seconds to finish, and is taken up again at the"
                                + " next start if it does not.")
                .example("ipvm up", "Run it until it is told to stop")
                .example("ipvm up --json", "Say in one line of JSON when it is ready");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call);
        home.found(call);
        var settings = Service.settings(home, call);
        var log = new Log(call.world(), settings);
        var out = new Output(call.world(), call.arguments(), Optional.of(log));
        var logged = new Call(call.arguments(), call.world(), out);
        settings.fault()
                .ifPresent(fault ->
                        log.line(Log.Level.ERROR, fault + "; goes on with the last good one"));
        try (var daemon = Opening.daemon(home, logged, settings)) {
            Service.keep(home, settings);
            Signals.on("HUP", () -> reread(daemon.station(), logged, log));
            serve(daemon, logged, log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }

    private static void serve(Daemon daemon, Call call, Log log)
            throws MalformedException, InterruptedException {
        var station = daemon.station();
        var host = call.world().host();
        Signals.on("TERM", station.stopping()::countDown);
        Signals.on("INT", station.stopping()::countDown);
        try (var systemd = new SystemdHand(host, log);
                var metrics = new Metrics(station, log);
                var rest = new Rest(System::gc)) {
            metrics.begin(host);
            rest.begin(station.node()::tally);
            call.out().result(ready(daemon));
            call.world().streams().out().flush();
            log.line(Log.Level.INFO, "ready at " + daemon.socket().file());
            systemd.ready(host, station.node()::tally);
            station.stopping().await();
            log.line(Log.Level.INFO, "stopping");
            systemd.stopping();
        }
    }

    /// A wrong file changes nothing.
    private static void reread(Station station, Call call, Log log) {
        try {
            var settings = Settings.of(station.home(), call);
            var level = Log.level(settings);
            station.openInlets(settings);
            log.say(level);
            log.line(Log.Level.INFO, "log.level is " + level.word());
            RuleFiles.stand(station);
        } catch (Stop | IOException e) {
            log.line(Log.Level.ERROR, "nothing was re-read: " + e.getMessage());
        }
    }

    private static Answer ready(Daemon daemon) {
        var did = daemon.station().did().text();
        var object =
                Ipld.map(
                        "ready",
                        Ipld.of(true),
                        "did",
                        Ipld.of(did),
                        "links",
                        StatusOp.links(daemon.station()));
        var line = "ready: " + did + " listens at " + daemon.socket().file();
        return new Answer(object, List.of(line));
    }
}
