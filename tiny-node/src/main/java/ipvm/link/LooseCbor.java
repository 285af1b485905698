package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// CBOR as sensors write it (RFC 8949): any width, any order, pieces without a length, tags.
///
/// Keys that are integers become their decimals; a tag is looked past, except the decimal fraction
/// that SenML allows. What no value of ours can hold, such as NaN, is refused.
final class LooseCbor {

    private static final int DEPTH_MAX = 16;
    private static final int ENDLESS = 31;
    private static final int BREAK = 0xff;
    private static final int TAG_DECIMAL = 4;
    private static final long EXPONENT_MAX = 400;

    private final ByteBuffer in;

    LooseCbor(Bytes source) {
        in = ByteBuffer.wrap(source.toArray());
    }

    Ipld whole() throws MalformedException {
        try {
            var value = item(0);
            if (in.hasRemaining()) {
                throw malformed("end", in.remaining() + " bytes more");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw malformed("CBOR item", "its end");
        }
    }

    private Ipld item(int depth) throws MalformedException {
        if (depth > DEPTH_MAX) {
            throw malformed("at most " + DEPTH_MAX + " levels", "one more");
        }
        int head = u8();
        int info = head & 0x1f;
        return switch (head >> 5) {
            case 0 -> whole(argument(info), false);
            case 1 -> whole(argument(info), true);
            case 2 -> Ipld.of(Bytes.wrap(pieces(info, 2)));
            case 3 -> Ipld.of(text(pieces(info, 3)));
            case 4 -> list(info, depth);
            case 5 -> map(info, depth);
            case 6 -> tagged(argument(info), depth);
            default -> simple(info);
        };
    }

    private Ipld whole(long magnitude, boolean negative) {
        var unsigned = new BigInteger(Long.toUnsignedString(magnitude));
        return Ipld.Int.of(negative ? unsigned.not() : unsigned).orElseThrow();
    }

    private byte[] pieces(int info, int kind) throws MalformedException {
        if (info != ENDLESS) {
            return bytes(length(info));
        }
        var parts = new ArrayList<Bytes>();
        for (int head = u8(); head != BREAK; head = u8()) {
            if (head >> 5 != kind || (head & 0x1f) == ENDLESS) {
                throw malformed("piece of one kind", "head " + head);
            }
            parts.add(Bytes.wrap(bytes(length(head & 0x1f))));
        }
        return Bytes.concat(parts.toArray(new Bytes[0])).toArray();
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(byte[] utf8) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("UTF-8 text", Bytes.wrap(utf8).toString());
        }
    }

    private Ipld list(int info, int depth) throws MalformedException {
        var items = new ArrayList<Ipld>();
        if (info == ENDLESS) {
            while (!atBreak()) {
                items.add(item(depth + 1));
            }
        } else {
            for (int left = length(info); left > 0; left--) {
                items.add(item(depth + 1));
            }
        }
        return new Ipld.List(items);
    }

    private Ipld map(int info, int depth) throws MalformedException {
        var entries = new ArrayList<Ipld.Entry>();
        var seen = new HashSet<String>();
        if (info == ENDLESS) {
            while (!atBreak()) {
                entries.add(entry(depth, seen));
            }
        } else {
            for (int left = length(info); left > 0; left--) {
                entries.add(entry(depth, seen));
            }
        }
        return new Ipld.Map(List.copyOf(entries));
    }

    private Ipld.Entry entry(int depth, Set<String> seen) throws MalformedException {
        var found = item(depth + 1);
        var key =
                found instanceof Ipld.Text(var text)
                        ? text
                        : found instanceof Ipld.Int number ? number.toString() : "";
        if (key.isEmpty() && !found.equals(Ipld.of(""))) {
            throw malformed("key, a text or an integer", found.kind());
        }
        if (!seen.add(key)) {
            throw malformed("key that comes once", "'" + key + "'");
        }
        return new Ipld.Entry(key, item(depth + 1));
    }

    private boolean atBreak() {
        in.mark();
        if (u8() == BREAK) {
            return true;
        }
        in.reset();
        return false;
    }

    private Ipld tagged(long tag, int depth) throws MalformedException {
        var value = item(depth + 1);
        return tag == TAG_DECIMAL ? decimal(value) : value;
    }

    private Ipld decimal(Ipld value) throws MalformedException {
        if (value instanceof Ipld.List(var parts)
                && parts.size() == 2
                && parts.get(0) instanceof Ipld.Int exponent
                && parts.get(1) instanceof Ipld.Int mantissa
                && exponent.fitsLong()
                && Math.abs(exponent.asLong()) <= EXPONENT_MAX) {
            return real(
                    new BigDecimal(mantissa.asBig())
                            .scaleByPowerOfTen((int) exponent.asLong())
                            .doubleValue());
        }
        throw malformed("decimal fraction [exponent, mantissa]", value.kind());
    }

    private Ipld simple(int info) throws MalformedException {
        return switch (info) {
            case 20 -> Ipld.of(false);
            case 21 -> Ipld.of(true);
            case 22, 23 -> Ipld.ofNull();
            case 25 -> real(Float.float16ToFloat(in.getShort()));
            case 26 -> real(in.getFloat());
            case 27 -> real(in.getDouble());
            default -> throw malformed("simple value", "number " + info);
        };
    }

    private Ipld real(double value) throws MalformedException {
        if (!Double.isFinite(value)) {
            throw malformed("finite number", String.valueOf(value));
        }
        return Ipld.of(value);
    }

    /// A length or a count: no more than there are bytes left, whatever the sender claims.
    private int length(int info) throws MalformedException {
        long length = argument(info);
        if (length < 0 || length > in.remaining()) {
            throw malformed("length of at most " + in.remaining(), Long.toUnsignedString(length));
        }
        return (int) length;
    }

    private long argument(int info) throws MalformedException {
        return switch (info) {
            case 24 -> u8();
            case 25 -> in.getShort() & 0xffff;
            case 26 -> in.getInt() & 0xffff_ffffL;
            case 27 -> in.getLong();
            default -> {
                if (info > 23) {
                    throw malformed("CBOR head", "additional information " + info);
                }
                yield info;
            }
        };
    }

    private int u8() {
        return in.get() & 0xff;
    }

    private MalformedException malformed(String what, String found) {
        return new MalformedException(what, found, in.position());
    }
}
