package ipvm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the protobuf of UnixFS: each field that it knows once, what it does not know skipped.
final class UnixFsDecoder {

    private static final int KEY_BLOCK_SIZES_PACKED = 0x22;
    private static final int KEY_MODE = 0x38;
    private static final int KEY_TIME = 0x42;
    private static final int NUMBER_KNOWN_MAX = 8;

    /// A negative number, such as a time before 1970, fills all 64 bits.
    private static final int LONG_VARINT_BYTES_MAX = 10;

    private final Cursor in;
    private final List<Long> blockSizes = new ArrayList<>();
    private OptionalLong type = OptionalLong.empty();
    private Optional<Bytes> content = Optional.empty();
    private OptionalLong fileSize = OptionalLong.empty();
    private OptionalLong hashType = OptionalLong.empty();
    private OptionalLong fanout = OptionalLong.empty();

    UnixFsDecoder(Bytes source) {
        in = new Cursor(source);
    }

    UnixFsData whole() throws MalformedException {
        while (in.remaining() > 0) {
            field((int) Math.min(in.varint("UnixFS field"), Integer.MAX_VALUE));
        }
        if (type.isEmpty()) {
            throw in.malformed("UnixFS type", "the end");
        }
        long kind = type.getAsLong();
        return new UnixFsData(kind, content, fileSize, blockSizes, hashType, fanout);
    }

    private void field(int key) throws MalformedException {
        switch (key) {
            case UnixFsData.KEY_TYPE -> type = once(type, "type");
            case UnixFsData.KEY_CONTENT -> content = once(content);
            case UnixFsData.KEY_FILE_SIZE -> fileSize = once(fileSize, "file size");
            case UnixFsData.KEY_BLOCK_SIZE -> blockSizes.add(in.varint("UnixFS block size"));
            case KEY_BLOCK_SIZES_PACKED -> addPacked(bytes("block sizes"));
            case UnixFsData.KEY_HASH_TYPE -> hashType = once(hashType, "hash type");
            case UnixFsData.KEY_FANOUT -> fanout = once(fanout, "fanout");
            default -> skip(key >>> 3, key & 7, key == KEY_MODE || key == KEY_TIME);
        }
    }

    private OptionalLong once(OptionalLong before, String what) throws MalformedException {
        if (before.isPresent()) {
            throw in.malformed("UnixFS " + what + " once", "a second one");
        }
        return OptionalLong.of(in.varint("UnixFS " + what));
    }

    private Optional<Bytes> once(Optional<Bytes> before) throws MalformedException {
        if (before.isPresent()) {
            throw in.malformed("UnixFS content once", "a second one");
        }
        return Optional.of(bytes("content"));
    }

    /// Writers of protobuf may pack a run of numbers into one field.
    private void addPacked(Bytes packed) throws MalformedException {
        var sizes = new Cursor(packed);
        while (sizes.remaining() > 0) {
            blockSizes.add(sizes.varint("UnixFS block size"));
        }
    }

    private void skip(int number, int wireType, boolean expected) throws MalformedException {
        if (number <= NUMBER_KNOWN_MAX && !expected) {
            throw in.malformed("UnixFS field " + number, "wire type " + wireType);
        }
        switch (wireType) {
            case 0 -> skipVarint();
            case 1 -> in.take(Long.BYTES, "UnixFS field " + number);
            case 2 -> bytes("field " + number);
            case 5 -> in.take(Integer.BYTES, "UnixFS field " + number);
            default -> throw in.malformed("UnixFS field " + number, "wire type " + wireType);
        }
    }

    private void skipVarint() throws MalformedException {
        for (int i = 0; i < LONG_VARINT_BYTES_MAX; i++) {
            if (in.u8("UnixFS number") < 0x80) {
                return;
            }
        }
        throw in.malformed("UnixFS number", "more than " + LONG_VARINT_BYTES_MAX + " bytes");
    }

    private Bytes bytes(String what) throws MalformedException {
        return in.take(in.varint("length of UnixFS " + what), "UnixFS " + what);
    }
}
