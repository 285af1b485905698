package ipvm.cli;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is known of a task or a workflow, to be read from top to bottom.
final class TraceView {

    private static final int OUT_CHARS_MAX = 160;

    private final Call call;
    private final Table table = new Table();

    private TraceView(Call call) {
        this.call = call;
    }

    static Answer of(Call call, Ipld.Map object) throws MalformedException {
        var view = new TraceView(call);
        var word = new Word(object);
        return switch (word.text("kind")) {
            case "task" -> view.task(word);
            case "folded" -> view.folded(word);
            case "sealed" -> view.sealed(word);
            default -> view.workflow(word);
        };
    }

    /// What is left of a receipt that was folded.
    static Answer folded(Call call, Ipld.Map object) throws MalformedException {
        return new TraceView(call).folded(new Word(object));
    }

    /// A task of which only its name is to be seen here.
    private Answer sealed(Word trace) throws MalformedException {
        table.row("  is a secret", Shown.safe(trace.text("text")));
        for (var receipt : trace.items("receipts")) {
            var word = new Word((Ipld.Map) receipt);
            table.row("  receipt", word.link("receipt").toString());
            table.row("  at", time(word.number("at")));
            table.row("  used", word.number("fuel") + " fuel");
        }
        return answer("task " + trace.link("cid"), trace);
    }

    private Answer folded(Word trace) throws MalformedException {
        table.row("  folded into", SessionsOp.text(new Word(trace.inner("session"))));
        table.row("  proof", "with --json");
        return answer("receipt " + trace.link("cid"), trace);
    }

    /// An end in some words.
    static String out(Call call, Ipld.Map out) throws MalformedException {
        var word = new Word(out);
        if (out.find("ok").isPresent()) {
            var sealed = Sealed.find(word.value("ok"));
            return sealed.isPresent()
                    ? sealed.get().text()
                    : cut(Shown.safe(DagJson.text(word.value("ok"))));
        }
        var error = new Word(word.inner("error"));
        var text = Shown.safe(error.text("name") + ": " + error.text("message"));
        return call.out().paint(Ink.BAD, cut(text));
    }

    private static String cut(String text) {
        return text.length() <= OUT_CHARS_MAX ? text : text.substring(0, OUT_CHARS_MAX) + "...";
    }

    private Answer task(Word trace) throws MalformedException {
        var task = new Word(trace.inner("task"));
        table.row("  does", Shown.safe(task.text("cmd")));
        table.row("  about", task.text("sub"));
        table.row("  arguments", cut(PolicyText.value(task.value("args"))));
        var nonce = task.bytes("nonce");
        table.row("  nonce", nonce.isEmpty() ? "none: asking twice is asking once" : nonce.hex());
        for (var name : trace.items("names")) {
            if (!name.equals(task.value("cid"))) {
                table.row("  also called", ((Ipld.Link) name).cid().toString());
            }
        }
        if (trace.has("accepted")) {
            table.row("  accepted", time(trace.number("accepted")) + ", not done yet");
        }
        if (trace.has("intent")) {
            var intent = new Word(trace.inner("intent"));
            table.row("  intent", intent.text("state") + " since " + time(intent.number("at")));
        }
        for (var receipt : trace.items("receipts")) {
            receipt(new Word((Ipld.Map) receipt));
        }
        recall(new Word(trace.inner("recall")), new Word(trace.inner("limits")));
        return answer("task " + task.link("cid"), trace);
    }

    private void receipt(Word receipt) throws MalformedException {
        table.row("");
        table.row("  receipt", receipt.link("receipt").toString());
        table.row("  at", time(receipt.number("at")));
        if (!receipt.has("out")) {
            table.row("  says", "something that this version cannot read");
            return;
        }
        boolean isValid = receipt.text("signature").equals("valid");
        var signature = isValid ? "" : call.out().paint(Ink.BAD, " (the signature does not hold)");
        var whose = receipt.truth("ours") ? " (this node)" : "";
        table.row("  signed by", receipt.text("iss") + whose + signature);
        table.row("  out", out(call, receipt.inner("out")));
        table.row(
                "  used",
                receipt.number("fuel")
                        + " fuel, "
                        + receipt.number("pages")
                        + " pages, "
                        + receipt.number("ms")
                        + " ms");
        if (receipt.has("bounded")) {
            table.row("  bounded", "memory was refused at " + receipt.number("bounded") + " bytes");
        }
        for (var entry : receipt.items("log")) {
            table.row("  was told", cut(PolicyText.value(entry)));
        }
        for (var fork : receipt.items("fork")) {
            table.row("  asks for", ((Ipld.Link) fork).cid().toString());
        }
        if (receipt.has("evidence")) {
            table.row("  evidence", cut(PolicyText.value(receipt.value("evidence"))));
        }
        if (receipt.has("cause")) {
            table.row("  cause", receipt.link("cause").toString());
        }
        if (!receipt.text("recall").isEmpty()) {
            table.row("  no answer", receipt.text("recall"));
        }
    }

    private void recall(Word recall, Word limits) throws MalformedException {
        table.row("");
        var within =
                " within %d fuel, %d bytes, %d ms"
                        .formatted(
                                limits.number("fuel"),
                                limits.number("memory"),
                                limits.number("time_ms"));
        table.row(
                "  asked now",
                recall.truth("hit")
                        ? "recalled from " + recall.link("receipt") + within
                        : "run" + within + ": " + recall.text("why"));
    }

    private Answer workflow(Word trace) throws MalformedException {
        if (trace.has("accepted")) {
            table.row("  accepted", time(trace.number("accepted")) + ", not done yet");
        }
        for (var item : trace.items("tasks")) {
            var task = new Word((Ipld.Map) item);
            var does = task.has("fun") ? task.text("fun") : task.text("cmd");
            table.row(
                    "  " + Shown.safe(task.text("name")),
                    Shown.safe(does),
                    task.has("out") ? out(call, task.inner("out")) : task.text("state"),
                    task.has("task") ? task.link("task").toString() : "");
        }
        return answer("workflow " + trace.link("cid"), trace);
    }

    private Answer answer(String head, Word trace) {
        var lines = new ArrayList<>(List.of(head));
        lines.addAll(table.lines());
        return new Answer(trace.map(), lines);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
