package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.List;
import java.util.Set;

/// The open folder of one file, reached name by name without following a link.
///
/// Every step is relative to a folder that is held open, so that whoever swaps a folder for a link
/// in the meantime changes nothing: there is no path that is looked up twice.
final class Folder implements AutoCloseable {

    private static final Path HERE = Path.of(".");

    private final SecureDirectoryStream<Path> folder;
    private final Path name;

    private Folder(SecureDirectoryStream<Path> folder, String name) {
        this.folder = folder;
        this.name = Path.of(name);
    }

    /// Opens the folder of the last of these names. Links are followed up to the root only.
    static Folder open(Path root, List<String> names) throws IOException {
        var last = names.size() - 1;
        var at = secure(root);
        for (var name : names.subList(0, last)) {
            at = below(at, name);
        }
        return new Folder(at, names.get(last));
    }

    private static SecureDirectoryStream<Path> secure(Path root) throws IOException {
        var stream = listing(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new FileFault.Named(
                "Unsupported", "this system cannot open files without following links");
    }

    private static DirectoryStream<Path> listing(Path root) throws IOException {
        try {
            return root.getFileSystem().provider().newDirectoryStream(root, any -> true);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new FileFault.Named("NoFileRoot", "the folder of file.root is not there");
        }
    }

    private static SecureDirectoryStream<Path> below(SecureDirectoryStream<Path> at, String name)
            throws IOException {
        try (at) {
            return at.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
        }
    }

    Bytes read(int bytesMax) throws IOException {
        requireRegular();
        try (var file = channel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var content = Channels.newInputStream(file).readNBytes(bytesMax + 1);
            if (content.length > bytesMax) {
                throw new FileFault.Named("TooLarge", "at most " + bytesMax + " bytes: found more");
            }
            return Bytes.wrap(content);
        }
    }

    /// Puts the content beside the file, durably, under the name of its intent: what a crash leaves
    /// there is written over when the same intent is tried again.
    void prepare(Bytes content, Cid intent) throws IOException {
        requireReplaceable();
        forget(intent);
        var options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        boolean isWritten = false;
        try (var file = channel(beside(intent), options)) {
            var buffer = ByteBuffer.wrap(content.toArray());
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
            isWritten = true;
        } finally {
            if (!isWritten) {
                forget(intent);
            }
        }
    }

    /// Gives the prepared content the file's name in one step, and waits until that is durable.
    void replace(Cid intent) throws IOException {
        folder.move(beside(intent), folder, name);
        try (var self = channel(HERE, Set.of(StandardOpenOption.READ))) {
            self.force(true);
        }
    }

    private void requireReplaceable() throws IOException {
        try {
            requireRegular();
        } catch (NoSuchFileException e) {
            return; // a new file
        }
    }

    private void forget(Cid intent) throws IOException {
        try {
            folder.deleteFile(beside(intent));
        } catch (NoSuchFileException e) {
            return; // nothing was left there
        }
    }

    private static Path beside(Cid intent) {
        return Path.of(FilePath.BEING_WRITTEN + intent);
    }

    /// A link would lead out, and opening a pipe would wait for ever.
    private void requireRegular() throws IOException {
        var view =
                folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().isRegularFile()) {
            throw new FileFault.Named("Forbidden", "it is a folder, a link or a device");
        }
    }

    private FileChannel channel(Path file, Set<? extends OpenOption> options) throws IOException {
        var opened = folder.newByteChannel(file, options);
        if (opened instanceof FileChannel channel) {
            return channel;
        }
        opened.close();
        throw new FileSystemException(file.toString(), null, "not a file of this system");
    }

    /// A folder that cannot be closed takes nothing back of what was done in it.
    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            return; // the handle is gone either way
        }
    }
}
