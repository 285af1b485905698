package ipvm.cli;

import ipvm.data.Cid;
import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.task.Branch;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Draws a workflow in the language of Mermaid.
///
/// Nodes are numbered and every word from the file is text inside quotes, with all that could mean
/// something to Mermaid or to a browser written as a number, so that no label draws anything.
record Mermaid(Effects effects) {

    private static final int TEXT_CHARS_MAX = 60;
    private static final String HARMLESS = " -_./:,=+";

    List<String> lines(Workflow workflow) {
        var lines = new ArrayList<String>(List.of("flowchart LR"));
        boolean isCaught = workflow.rescue().isPresent();
        if (isCaught) {
            lines.add("  subgraph tasks");
        }
        var ids = new HashMap<String, String>();
        for (var job : workflow.jobs()) {
            ids.put(job.label(), "t" + ids.size());
            lines.add("  " + ids.get(job.label()) + shape(job));
        }
        addEdges(workflow, ids, lines);
        if (isCaught) {
            lines.add("  end");
            var rescue = workflow.rescue().get().job();
            lines.add("  tasks -.->|failure| catch" + shape(rescue));
        }
        return lines;
    }

    private static void addEdges(
            Workflow workflow, Map<String, String> ids, ArrayList<String> lines) {
        var others = new HashMap<Cid, String>();
        for (var job : workflow.jobs()) {
            for (var need : job.needs()) {
                var from =
                        switch (need) {
                            case Need.Beside(var label, var branch) -> ids.get(label);
                            case Need.Outside(var task, var branch) -> outside(task, others, lines);
                        };
                lines.add("  " + from + arrow(need.branch()) + ids.get(job.label()));
            }
        }
    }

    private static String outside(Cid task, Map<Cid, String> others, List<String> lines) {
        var known = others.get(task);
        if (known != null) {
            return known;
        }
        var id = "o" + others.size();
        others.put(task, id);
        lines.add("  " + id + "[/\"" + text(task.toString()) + "\"/]");
        return id;
    }

    private static String arrow(Branch branch) {
        return switch (branch) {
            case OK -> " --> ";
            case ERROR -> " -->|error| ";
            case ANY -> " -->|any end| ";
        };
    }

    private String shape(Job job) {
        var text = "\"" + text(job.label()) + "<br/>" + text(what(job)) + "\"";
        if (job.isWasm()) {
            return "[" + text + "]";
        }
        boolean isQuery =
                effects.find(job.command())
                        .filter(effect -> effect.kind() == Effect.Kind.QUERY)
                        .isPresent();
        return isQuery ? "(" + text + ")" : "{{" + text + "}}";
    }

    private static String what(Job job) {
        return job.function().orElseGet(() -> job.command().text());
    }

    private static String text(String words) {
        var text = new StringBuilder();
        words.codePoints()
                .limit(TEXT_CHARS_MAX)
                .forEach(point -> {
                    if (Character.isLetterOrDigit(point) || HARMLESS.indexOf(point) >= 0) {
                        text.appendCodePoint(point);
                    } else {
                        text.append('#').append(shown(point)).append(';');
                    }
                });
        return words.codePointCount(0, words.length()) > TEXT_CHARS_MAX
                ? text + "..."
                : text.toString();
    }

    /// What cannot be seen, or turns the direction of writing, is shown to be there.
    private static int shown(int point) {
        return Shown.safe(Character.toString(point)).codePointAt(0) == point ? point : 0xfffd;
    }
}
