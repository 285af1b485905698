package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm tasks`: what is not over.
final class Tasks implements Command {

    private static final long LINES_MAX = 1_000;

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("tasks", "tasks and workflows that are not over"))
                .note(
                        "'asked' is with the neighbour that was asked for it. 'accepted' is written down and begins when there is room, or at the next"
                                + " 'ipvm up'. 'ipvm wait CID' waits for one, 'ipvm cancel CID'"
                                + " takes it back.")
                .example("ipvm tasks", "See what is under way");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = Reading.desk(call)) {
            desk.ask("tasks", Ipld.map("max", Ipld.of(LINES_MAX)), line -> show(call, line));
            return Exit.OK;
        }
    }

    private static void show(Call call, Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        if (word.has("more")) {
            call.out().note("and " + word.number("more") + " more");
            return;
        }
        boolean isTask = word.has("task");
        var what = isTask ? Shown.safe(word.text("cmd") + function(word)) : "workflow";
        var name = word.link(isTask ? "task" : "workflow");
        var where = word.has("on") ? "  on " + word.text("on") : "";
        var text = name + "  " + word.text("state") + "  " + what + where;
        call.out().result(new Answer(line, List.of(text)));
    }

    private static String function(Word word) throws MalformedException {
        return word.has("fun") ? " " + word.text("fun") : "";
    }
}
