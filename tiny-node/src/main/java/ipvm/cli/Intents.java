package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `ipvm intents`: commands of which nobody knows whether they reached the world.
final class Intents implements Command {

    @Override
    public Syntax syntax() {
        return Reading.option(Syntax.of("intents", "list commands that may have been done, or not"))
                .note(
                        "Such a command was cut off between being written down and its answer, and"
                                + " the world cannot be asked. It is never done again by itself."
                                + " 'ipvm trace CID' shows all that is known; a person who looked"
                                + " says what happened by 'ipvm intents settle'.")
                .example("ipvm intents", "What waits for a person");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        try (var desk = Reading.desk(call)) {
            desk.ask("intents", Ipld.map(), line -> call.out().result(answer(line)));
            return Exit.OK;
        }
    }

    private static Answer answer(Ipld.Map line) throws MalformedException {
        var word = new Word(line);
        var since = Instant.ofEpochMilli(word.number("at"));
        var text =
                "%s  %s  %s  %s"
                        .formatted(
                                since,
                                Shown.safe(word.text("cmd")),
                                word.text("state"),
                                word.link("intent"));
        return new Answer(line, List.of(text));
    }
}
