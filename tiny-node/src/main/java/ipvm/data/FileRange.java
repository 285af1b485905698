package ipvm.data;

import java.io.IOException;
import java.io.OutputStream;

/// The bytes of a file between two positions, written in order; parts outside are never read.
final class FileRange {

    private final UnixFsReader reader;
    private final OutputStream out;
    private final long from;
    private final long to;

    FileRange(UnixFsReader reader, OutputStream out, long from, long to) {
        this.reader = reader;
        this.out = out;
        this.from = from;
        this.to = to;
    }

    /// Writes what of a file that starts at a position of the whole lies between the two.
    ///
    /// Empty parts are passed over: a tree of nothing else could be larger than any machine.
    void write(Found.File file, long start, int depthLeft)
            throws IOException, MalformedException, NotFoundException {
        write(file.content(), start);
        long at = start + file.content().size();
        for (var part : file.parts()) {
            if (at >= to) {
                return;
            }
            if (part.bytes() > 0 && at + part.bytes() > from) {
                if (depthLeft == 0) {
                    throw new MalformedException("file of fewer levels", file.cid() + " below");
                }
                write(opened(part), at, depthLeft - 1);
            }
            at += part.bytes();
        }
    }

    private void write(Bytes content, long start) throws IOException {
        long first = Math.max(from - start, 0);
        long last = Math.min(to - start, content.size());
        if (first < last) {
            content.slice((int) first, (int) last).writeTo(out);
        }
    }

    private Found.File opened(Found.Part part)
            throws IOException, MalformedException, NotFoundException {
        if (!(reader.open(part.cid()) instanceof Found.File file)) {
            throw new MalformedException("part of a file", part.cid() + ", which is none");
        }
        if (file.bytes() != part.bytes()) {
            var wanted = "part of " + part.bytes() + " bytes";
            throw new MalformedException(wanted, part.cid() + " of " + file.bytes());
        }
        return file;
    }
}
