package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.task.FileReference;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.task.WorkflowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;

/// A file with a workflow, as the commands about workflows read it.
record WorkflowSource(Input input) {

    /// Gives the content of a file beside the workflow its name.
    @FunctionalInterface
    private interface Naming {
        Cid name(InputStream content) throws Stop, MalformedException, IOException;
    }

    /// Reads it as it stands. Without a store nobody can say which other tasks were answered, so
    /// none of those that are awaited is missed.
    WorkflowFile read() throws Stop, MalformedException, IOException {
        var limits = Limits.DEFAULT;
        return WorkflowFile.read(input.bytes(limits.documentBytesMax()), limits, task -> true);
    }

    /// The same for a command that cannot go on without.
    WorkflowFile required() throws Stop, IOException {
        try {
            return read();
        } catch (MalformedException e) {
            throw Stop.usage(fault(e));
        }
    }

    /// The workflow with the names of the files that it asks for; they are read and kept nowhere.
    Workflow named() throws Stop, MalformedException, IOException {
        return linked(read(), content -> new UnixFsWriter(block -> {}).file(content).cid());
    }

    /// The workflow with the files that it asks for put into a home.
    Workflow shipped(WorkflowFile read, Desk desk) throws Stop, IOException {
        try {
            return linked(read, content -> Shipment.file(desk, content, false));
        } catch (MalformedException e) {
            throw Stop.usage(fault(e));
        }
    }

    private Workflow linked(WorkflowFile read, Naming naming)
            throws Stop, MalformedException, IOException {
        var links = new HashMap<String, Cid>();
        for (var file : read.files()) {
            if (!links.containsKey(file.path())) {
                try (var content = open(file)) {
                    links.put(file.path(), naming.name(content));
                }
            }
        }
        return read.with(links);
    }

    private InputStream open(FileReference file) throws MalformedException, IOException {
        var path = path(file.path());
        if (path.isEmpty() || !Files.isRegularFile(path.get()) || !Files.isReadable(path.get())) {
            throw file.malformed("a file that can be read", "'" + file.path() + "'");
        }
        return Files.newInputStream(path.get());
    }

    private Optional<Path> path(String relative) {
        try {
            return Optional.of(input.path().resolveSibling(relative));
        } catch (InvalidPathException e) {
            return Optional.empty(); // a name that this system's files cannot have
        }
    }

    /// Where it is wrong, and how.
    String fault(MalformedException fault) {
        return Shown.fault(input.name(), fault);
    }
}
