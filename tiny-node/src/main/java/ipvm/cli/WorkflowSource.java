package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.task.FileReference;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.task.WorkflowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;

/// A file with a workflow, as the commands about workflows read it.
record WorkflowSource(Input input) {

    /// Reads it as it stands. Without a store nobody can say which other tasks were answered, so
    /// none of those that are awaited is missed.
    WorkflowFile read() throws Stop, MalformedException, IOException {
        var limits = Limits.DEFAULT;
        return WorkflowFile.read(input.bytes(limits.documentBytesMax()), limits, task -> true);
    }

    /// The workflow with the names of the files that it asks for; they are read and kept nowhere.
    Workflow named() throws Stop, MalformedException, IOException {
        var read = read();
        var links = new HashMap<String, Cid>();
        for (var file : read.files()) {
            if (!links.containsKey(file.path())) {
                links.put(file.path(), name(file));
            }
        }
        return read.with(links);
    }

    private Cid name(FileReference file) throws MalformedException, IOException {
        var path = path(file.path());
        if (path.isEmpty() || !Files.isRegularFile(path.get()) || !Files.isReadable(path.get())) {
            throw file.malformed("a file that can be read", "'" + file.path() + "'");
        }
        try (var in = Files.newInputStream(path.get())) {
            return new UnixFsWriter(block -> {}).file(in).cid();
        }
    }

    private Optional<Path> path(String relative) {
        try {
            return Optional.of(input.path().resolveSibling(relative));
        } catch (InvalidPathException e) {
            return Optional.empty(); // a name that this system's files cannot have
        }
    }

    /// `FILE:LINE:COLUMN: reason`, as editors jump to.
    String line(MalformedException fault) {
        var place = fault.line() > 0 ? ":" + fault.line() + ":" + fault.column() : "";
        return Shown.safe(input.name() + place + ": " + reason(fault));
    }

    static String reason(MalformedException fault) {
        return fault.what() + ": found " + fault.found();
    }
}
