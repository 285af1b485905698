package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm intents settle`: a person says what became of a command.
final class IntentsSettle implements Command {

    private static final String WHAT = "CID";
    private static final String FIRED = "--fired";
    private static final String NOT_FIRED = "--not-fired";
    private static final String NOTE = "--note";
    private static final int NOTE_CHARS_MAX = 1_000;

    @Override
    public Syntax syntax() {
        return Syntax.of("intents settle", "say what became of a command")
                .operand(WHAT, "the intent, as 'ipvm intents' lists it")
                .flag(FIRED, "it was done; it is never done again")
                .flag(NOT_FIRED, "it was not done; who asks for it again has it done")
                .option(NOTE, "TEXT", "how you know; it is signed with the receipt")
                .example(
                        "ipvm intents settle bafyrei... --fired --note 'the valve is open'",
                        "After a look at the valve");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var words = call.arguments();
        if (words.has(FIRED) == words.has(NOT_FIRED)) {
            throw Stop.usage("needs either --fired or --not-fired");
        }
        var note = words.find(NOTE).map(String::strip).orElse("");
        if (note.isEmpty() || note.length() > NOTE_CHARS_MAX) {
            throw Stop.usage("needs --note with 1 to " + NOTE_CHARS_MAX + " characters");
        }
        var args =
                Ipld.map(
                        "settle", Ipld.of(Cid.parse(words.the(WHAT))),
                        "fired", Ipld.of(words.has(FIRED)),
                        "note", Ipld.of(note));
        try (var desk = Reading.desk(call)) {
            var line = desk.one("intents", args);
            call.out().result(Answer.of(line, new Word(line).link("receipt").toString()));
            return Exit.OK;
        }
    }
}
