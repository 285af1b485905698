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

    static Bytes inflate(Bytes zipped, int bytesMax) throws MalformedException {
        try (var in = new GZIPInputStream(zipped.stream())) {
            var plain = in.readNBytes(bytesMax + 1);
            if (plain.length > bytesMax) {
                throw new MalformedException("gzip of at most " + bytesMax + " bytes", "more");
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
