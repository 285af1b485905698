package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Gzip in memory; a few bytes may claim to be a gigabyte, so inflating stops at a bound.
final class Gzip {

    private Gzip() {}

    /// Java passes over what follows the trailer; a reader that takes all of it at once can tell.
    private static final class Member extends GZIPInputStream {

        private static final int TRAILER_BYTES = 8;

        Member(Bytes zipped) throws IOException {
            super(zipped.stream(), zipped.size() + 1);
        }

        int left() {
            return inf.getRemaining() - TRAILER_BYTES;
        }
    }

    static Bytes inflate(Bytes zipped, int bytesMax) throws MalformedException {
        try (var in = new Member(zipped)) {
            var plain = in.readNBytes(bytesMax + 1);
            if (plain.length > bytesMax) {
                throw new MalformedException("gzip of at most " + bytesMax + " bytes", "more");
            }
            if (in.left() > 0) {
                throw new MalformedException("end of the gzip", in.left() + " more bytes");
            }
            return Bytes.wrap(plain);
        } catch (IOException e) {
            throw new MalformedException("gzip", String.valueOf(e.getMessage()));
        }
    }

    static Bytes deflate(Bytes plain) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            plain.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(zipped.toByteArray());
    }
}
