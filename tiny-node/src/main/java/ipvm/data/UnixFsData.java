package ipvm.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields that UnixFS keeps in the data of a dag-pb node, before anybody asks what they mean.
///
/// Mode and time are read over: this node keeps content, not file systems.
record UnixFsData(
        long type,
        Optional<Bytes> content,
        OptionalLong fileSize,
        List<Long> blockSizes,
        OptionalLong hashType,
        OptionalLong fanout) {

    static final long RAW = 0;
    static final long DIRECTORY = 1;
    static final long FILE = 2;
    static final long SYMLINK = 4;
    static final long SHARD = 5;

    static final int KEY_TYPE = 0x08;
    static final int KEY_CONTENT = 0x12;
    static final int KEY_FILE_SIZE = 0x18;
    static final int KEY_BLOCK_SIZE = 0x20;
    static final int KEY_HASH_TYPE = 0x28;
    static final int KEY_FANOUT = 0x30;

    UnixFsData {
        blockSizes = List.copyOf(blockSizes);
    }

    /// A file whose bytes lie in its parts.
    static UnixFsData file(long fileSize, List<Long> blockSizes) {
        return new UnixFsData(
                FILE,
                Optional.empty(),
                OptionalLong.of(fileSize),
                blockSizes,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    static UnixFsData directory() {
        return new UnixFsData(
                DIRECTORY,
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /// Whether these bytes are meant to be UnixFS: everybody writes the type first.
    static boolean claims(Bytes data) {
        return !data.isEmpty() && data.at(0) == KEY_TYPE;
    }

    static UnixFsData decode(Bytes source) throws MalformedException {
        return new UnixFsDecoder(source).whole();
    }

    Bytes encode() {
        var out = new Buffer(64).u8(KEY_TYPE).varint(type);
        content.ifPresent(bytes -> out.u8(KEY_CONTENT).varint(bytes.size()).bytes(bytes));
        fileSize.ifPresent(size -> out.u8(KEY_FILE_SIZE).varint(size));
        blockSizes.forEach(size -> out.u8(KEY_BLOCK_SIZE).varint(size));
        hashType.ifPresent(code -> out.u8(KEY_HASH_TYPE).varint(code));
        fanout.ifPresent(count -> out.u8(KEY_FANOUT).varint(count));
        return out.toBytes();
    }
}
