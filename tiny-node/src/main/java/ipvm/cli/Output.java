package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.MalformedException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where a command says things: results to standard output, all else to standard error.
public final class Output {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean colours;

    private final Optional<Log> log;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Output(World world, Arguments arguments) {
        this(world, arguments, Optional.empty());
    }

    /// @param log where what is said in passing goes, for a process that goes on
    Output(World world, Arguments arguments, Optional<Log> log) {
        this.log = log;
        this.out = world.streams().out();
        this.err = world.streams().err();
        this.json = arguments.has(Globals.JSON);
        this.quiet = arguments.has(Globals.QUIET);
        this.verbose = arguments.has(Globals.VERBOSE);
        this.colours = world.terminal().shows() && world.host().variable("NO_COLOR").isEmpty();
    }

    /// Whether results are wanted as JSON; what is said for eyes is then not worth computing.
    public boolean json() {
        return json;
    }

    /// Whether somebody may want to see how far it is, where there is a screen.
    boolean isWatched() {
        return !json && !quiet && log.isEmpty();
    }

    /// One result in the form that is wanted.
    public void result(Answer answer) throws MalformedException {
        if (json) {
            out.println(DagJson.text(answer.object()));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush(); // whoever reads at the other end wants to know now
    }

    /// A line of text that is the result for programs and people alike, such as a script.
    public void text(String line) {
        out.println(line);
    }

    /// Something worth knowing that is not the result.
    public void note(String line) {
        if (log.isPresent()) {
            log.get().line(Log.Level.INFO, line);
        } else if (!quiet) {
            out.flush();
            err.println(line);
        }
    }

    /// The same, said once however often it comes up.
    void noteOnce(String line) {
        if (said.add(line)) {
            note(line);
        }
    }

    /// Something worth knowing for those who asked to hear more.
    public void detail(String line) {
        if (log.isPresent()) {
            log.get().line(Log.Level.DEBUG, line);
        } else if (verbose) {
            note(line);
        }
    }

    /// A word that stands out where colours show.
    String paint(Ink ink, String text) {
        return colours && !json ? ink.paint(text) : text;
    }
}
