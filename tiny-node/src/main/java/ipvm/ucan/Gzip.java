package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cursor;
import ipvm.data.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/// Gzip in memory (RFC 1952): one member and nothing after it.
///
/// A few bytes may claim to be a gigabyte, so inflating stops at a bound. The JDK's own stream is
/// not used for reading, because it drops whatever follows the member.
final class Gzip {

    private static final int CHUNK_BYTES = 8 << 10;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private Gzip() {}

    static Bytes inflate(Bytes zipped, int bytesMax) throws MalformedException {
        var in = new Cursor(zipped);
        skipHeader(in);
        var inflater = new Inflater(true);
        try {
            inflater.setInput(zipped.from(in.position()).toArray());
            var plain = inflated(inflater, bytesMax);
            in.take(inflater.getBytesRead(), "gzip member");
            checkTrailer(in, plain);
            return plain;
        } catch (DataFormatException e) {
            throw new MalformedException("gzip member", String.valueOf(e.getMessage()));
        } finally {
            inflater.end();
        }
    }

    private static Bytes inflated(Inflater inflater, int bytesMax)
            throws MalformedException, DataFormatException {
        var plain = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK_BYTES];
        while (!inflater.finished()) {
            int size = inflater.inflate(chunk);
            if (size == 0 && !inflater.finished()) {
                throw new MalformedException("gzip member", "the end");
            }
            if (size > bytesMax - plain.size()) {
                throw new MalformedException("gzip of at most " + bytesMax + " bytes", "more");
            }
            plain.write(chunk, 0, size);
        }
        return Bytes.wrap(plain.toByteArray());
    }

    /// Whoever zips a file by hand leaves its name in here; nothing of it matters.
    private static void skipHeader(Cursor in) throws MalformedException {
        expect(in, "gzip magic", 0x8b1f, 2);
        expect(in, "gzip method (deflate)", DEFLATE, 1);
        int flags = in.u8("gzip flags");
        if ((flags & RESERVED) != 0) {
            throw in.malformed("gzip flags", "0x" + Integer.toHexString(flags));
        }
        in.take(6, "gzip time and system");
        if ((flags & EXTRA) != 0) {
            in.take(number(in, "gzip extra field", 2), "gzip extra field");
        }
        if ((flags & NAME) != 0) {
            skipText(in);
        }
        if ((flags & COMMENT) != 0) {
            skipText(in);
        }
        if ((flags & HEADER_CRC) != 0) {
            in.take(2, "gzip header checksum");
        }
    }

    private static void skipText(Cursor in) throws MalformedException {
        while (in.u8("gzip name or comment") != 0) {
            // its bytes mean nothing here
        }
    }

    private static void checkTrailer(Cursor in, Bytes plain) throws MalformedException {
        var crc = new CRC32();
        crc.update(plain.toArray());
        expect(in, "gzip checksum", crc.getValue(), 4);
        expect(in, "gzip size", plain.size(), 4);
        in.expectEnd("gzip member");
    }

    private static void expect(Cursor in, String what, long wanted, int bytes)
            throws MalformedException {
        long found = number(in, what, bytes);
        if (found != wanted) {
            throw in.malformed(
                    what + " 0x" + Long.toHexString(wanted), "0x" + Long.toHexString(found));
        }
    }

    /// Little-endian, as everything in gzip.
    private static long number(Cursor in, String what, int bytes) throws MalformedException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) in.u8(what) << (8 * i);
        }
        return number;
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
