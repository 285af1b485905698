package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// The lines of a workflow as they come, shown to a person or a script, and the exit they add up
/// to.
final class WorkflowView implements AutoCloseable {

    private final Call call;
    private final int jobs;
    private final Progress progress;
    private Exit exit = Exit.OK;
    private int ended;

    /// Of how many tasks is not known.
    WorkflowView(Call call) {
        this(call, 0);
    }

    WorkflowView(Call call, int jobs) {
        this.call = call;
        this.jobs = jobs;
        this.progress = Progress.of(call, jobs);
    }

    void line(Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        progress.wipe();
        if (line.find("workflow").isPresent()) {
            progress.close();
            call.out().result(new Answer(line, List.of(last(word))));
        } else {
            ended++;
            call.out().result(new Answer(line, List.of(job(word))));
            progress.step(1, new Word(word.inner("out")).has("error") ? 1 : 0);
        }
    }

    private String last(Word word) throws MalformedException {
        return "workflow "
                + word.link("workflow")
                + ": "
                + word.number("done")
                + " done, "
                + word.number("failed")
                + " failed";
    }

    private String job(Word word) throws MalformedException {
        var out = new Word(word.inner("out"));
        var head =
                "["
                        + ended
                        + (jobs > 0 ? "/" + jobs : "")
                        + "] "
                        + Shown.safe(word.text("name"))
                        + ": ";
        var recalled = word.truth("recalled") ? call.out().paint(Ink.DIM, " (recalled)") : "";
        if (out.map().find("ok").isPresent()) {
            return head + Ended.shown(out.value("ok"), call) + recalled;
        }
        var error = new Word(out.inner("error"));
        var name = error.text("name");
        exit = Ended.exit(name).code() > exit.code() ? Ended.exit(name) : exit;
        var message = Shown.safe(name + ": " + error.text("message"));
        return head + call.out().paint(Ink.BAD, message) + recalled;
    }

    Exit exit() {
        return exit;
    }

    /// However it ends, the line of its progress is gone.
    @Override
    public void close() {
        progress.close();
    }
}
