package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// `ipvm watch`: readings as they come in.
final class Watch implements Command {

    private static final String NAME = "NAME";
    private static final String RECORD = "--record";

    @Override
    public Syntax syntax() {
        return Syntax.of("watch", "show readings as they come in, until interrupted")
                .optionalOperand(NAME, "of this inlet; of all if not given")
                .option(RECORD, "FILE", "write them down, too, as 'ipvm test' plays them")
                .note(
                        "What is shown is on the disk, and has been given to the rules. Ends with"
                                + " exit 5 where no daemon runs.")
                .example("ipvm watch kitchen", "See what the kitchen says")
                .example("ipvm watch --record events.jsonl", "Record it for 'ipvm test'");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var name = call.arguments().find(NAME);
        var args = name.isPresent() ? Ipld.map("name", Ipld.of(name.get())) : Ipld.map();
        try (var desk = Desk.daemon(call);
                var recorder = new Recorder(file(call))) {
            desk.ask(
                    "watch",
                    args,
                    line -> {
                        call.out().result(new Answer(line, List.of(InletView.text(line))));
                        recorder.record(line);
                    });
            return Exit.OK;
        }
    }

    /// What was recorded before is not written over.
    private static OutputStream file(Call call) throws Stop, IOException {
        Optional<Path> file =
                call.arguments().find(RECORD).map(call.world().host().folder()::resolve);
        if (file.isEmpty()) {
            return OutputStream.nullOutputStream();
        }
        try {
            return Files.newOutputStream(file.get(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw Stop.usage(RECORD + ": " + file.get() + " is there already");
        }
    }

    /// Writes events down in the order in which they came; a device's own clock does not count.
    private static final class Recorder implements AutoCloseable {

        private final OutputStream file;
        private long lastMillis;

        Recorder(OutputStream file) {
            this.file = file;
        }

        void record(Ipld.Map event) throws MalformedException, IOException {
            lastMillis = Math.max(lastMillis, new Word(event).number("at"));
            Recording.line(lastMillis, event).writeTo(file);
            file.flush();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
