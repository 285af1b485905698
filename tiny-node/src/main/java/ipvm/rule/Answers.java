package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Effect;
import ipvm.task.Node;
import ipvm.ucan.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the world answers in a rehearsal: one line of JSON for each answer.
///
/// `{"cmd": "/http/get", "args": {...}, "value": ...}`, or an `error` of `{name, message}` in place
/// of the value. Without `args` it answers any. What is installed nowhere here says with `kind`
/// what it is.
public record Answers(List<Line> lines) {

    private static final String CMD = "cmd";
    private static final String ARGS = "args";
    private static final String VALUE = "value";
    private static final String ERROR = "error";

    /// One answer.
    ///
    /// @param kind what the effect is, where the recording says so
    public record Line(
            Command command, Optional<Effect.Kind> kind, Optional<Ipld> args, Answer answer) {

        boolean isOf(Command asked, Ipld given) {
            return command.equals(asked) && args.map(given::equals).orElse(true);
        }
    }

    public Answers {
        lines = List.copyOf(lines);
    }

    /// Where the world says nothing.
    public static final Answers NONE = new Answers(List.of());

    public static Answers read(Bytes text) throws MalformedException {
        var lines = new ArrayList<Line>();
        for (var each : Recording.split(text)) {
            try {
                lines.add(line(each.node().only(Set.of(CMD, "kind", ARGS, VALUE, ERROR))));
            } catch (MalformedException e) {
                throw each.placed(e);
            }
        }
        return new Answers(lines);
    }

    private static Line line(Node node) throws MalformedException {
        var args = node.find(ARGS);
        return new Line(
                command(node.field(CMD)),
                kind(node),
                args.isEmpty() ? Optional.empty() : Optional.of(args.get().map()),
                answer(node));
    }

    private static Command command(Node node) throws MalformedException {
        try {
            return Command.parse(node.text());
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }

    private static Optional<Effect.Kind> kind(Node node) throws MalformedException {
        var kind = node.find("kind");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        boolean isQuery = OnReader.word(kind.get(), List.of("query", "command")).equals("query");
        return Optional.of(isQuery ? Effect.Kind.QUERY : Effect.Kind.COMMAND);
    }

    private static Answer answer(Node node) throws MalformedException {
        var value = node.find(VALUE);
        var error = node.find(ERROR);
        if (value.isPresent() == error.isPresent()) {
            throw node.malformed("either a value or an error", value.isPresent() ? "both" : "none");
        }
        if (value.isPresent()) {
            return Answer.done(value.get().value());
        }
        var said = error.get().only(Set.of("name", "message"));
        return Answer.failed(said.field("name").text(), said.field("message").text());
    }
}
