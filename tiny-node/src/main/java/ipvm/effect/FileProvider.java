package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/file/read {path}` and `/file/write {path, bytes}`: whole files below one folder.
public final class FileProvider implements EffectProvider {

    private static final Effect READ = Effect.query("/file/read", Limits.BYTES_BOUND + 16, 10_000);
    private static final Effect WRITE = Effect.command("/file/write", 16, 30_000);

    /// Faults of reading back that prove another content; a folder that is not mounted does not.
    private static final Set<String> OTHERS = Set.of("NotFound", "TooLarge");

    private static final String NO_ROOT = "no folder is open to tasks; set file.root";

    @Override
    public List<Effect> effects() {
        return List.of(READ, WRITE);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) {
        try {
            var root = around.fileRoot();
            if (root.isEmpty()) {
                return Answer.failed("NoFileRoot", NO_ROOT);
            }
            return ask.command().equals(READ.command())
                    ? read(root.get(), ask, around.limits())
                    : write(root.get(), ask, around.limits());
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }

    private static Answer read(Path root, Ask ask, Limits limits) throws MalformedException {
        var args = Arguments.of(ask.args(), "path");
        var names = FilePath.names(args.text("path", limits.pathCharsMax()));
        try (var folder = Folder.open(root, names)) {
            return Answer.done(Ipld.of(folder.read(limits.fileBytesMax())));
        } catch (IOException e) {
            var fault = FileFault.of(e);
            return Answer.failed(fault.name(), fault.message());
        }
    }

    private static Answer write(Path root, Ask ask, Limits limits) throws MalformedException {
        var args = Arguments.of(ask.args(), "path", "bytes");
        var names = FilePath.names(args.text("path", limits.pathCharsMax()));
        var content = args.bytes("bytes", limits.fileBytesMax());
        try (var folder = Folder.open(root, names)) {
            folder.prepare(content, ask.intent());
            return replaced(folder, content, ask);
        } catch (IOException e) {
            var fault = FileFault.of(e);
            return fault.isLasting()
                    ? Answer.failed(fault.name(), fault.message())
                    : new Answer.NotFired(fault.message());
        }
    }

    /// From here on a fault is no proof that nothing has happened.
    private static Answer replaced(Folder folder, Bytes content, Ask ask) {
        try {
            folder.replace(ask.intent());
            return new Answer.Done(Ipld.ofNull(), evidence(content));
        } catch (IOException e) {
            return new Answer.Unknown(FileFault.of(e).message(), Ipld.map());
        }
    }

    /// Reads back: the file has this content now or it does not.
    @Override
    public Settlement settle(Ask ask, Surroundings around) {
        try {
            var args = Arguments.of(ask.args(), "path", "bytes");
            var names = FilePath.names(args.text("path", around.limits().pathCharsMax()));
            var content = args.bytes("bytes", around.limits().fileBytesMax());
            return around.fileRoot().isEmpty()
                    ? new Settlement.Unknown(NO_ROOT)
                    : readBack(around.fileRoot().get(), names, content);
        } catch (MalformedException e) {
            return new Settlement.NotFired(e.getMessage());
        }
    }

    private static Settlement readBack(Path root, List<String> names, Bytes content) {
        try (var folder = Folder.open(root, names)) {
            return folder.read(Limits.BYTES_BOUND).equals(content)
                    ? new Settlement.Fired(Optional.of(Ipld.ofNull()), evidence(content))
                    : new Settlement.NotFired("the file has other content");
        } catch (IOException e) {
            var fault = FileFault.of(e);
            return OTHERS.contains(fault.name())
                    ? new Settlement.NotFired(fault.message())
                    : new Settlement.Unknown(fault.message());
        }
    }

    private static Ipld.Map evidence(Bytes content) {
        return Ipld.map("content", Ipld.of(Cid.of(Codec.RAW, content)));
    }
}
