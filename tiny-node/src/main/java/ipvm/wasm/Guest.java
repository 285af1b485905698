package ipvm.wasm;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Memory;

/// The side of a core module that values are read from or written to during one call.
final class Guest {

    private static final int PAGE_BYTES = 1 << 16;

    private final @Nullable Memory memory;
    private final @Nullable ExportFunction realloc;
    private final Encoding encoding;
    private final State state;
    private final Live live;

    /// What may still be read, so that lists that share their elements do not fill our own heap.
    private long left;

    Guest(Live live, Options options, State state) {
        this.live = live;
        this.memory = options.memory() == null ? null : live.memory(options.memory());
        this.realloc = options.realloc() == null ? null : live.function(options.realloc());
        this.encoding = options.encoding();
        this.state = state;
        this.left = live.grant().memoryBytesMax();
    }

    Encoding encoding() {
        return encoding;
    }

    State state() {
        return state;
    }

    /// Pays for what a value takes on our side.
    void charge(long bytes) {
        left -= bytes;
        if (left < 0 || !live.crosses(bytes)) {
            throw Fault.outOfMemory();
        }
    }

    private Memory memory() {
        if (memory == null) {
            throw Fault.of(Fault.OUTSIDE);
        }
        return memory;
    }

    /// Traps on an address that is not aligned or a stretch that is not all in memory.
    void check(int at, long size, int align) {
        if ((at & (align - 1)) != 0) {
            throw Fault.of("unaligned pointer");
        }
        if (Integer.toUnsignedLong(at) + size > (long) memory().pages() * PAGE_BYTES) {
            throw Fault.of(Fault.OUTSIDE);
        }
    }

    byte[] read(int at, long size, int align) {
        check(at, size, align);
        charge(size);
        return memory().readBytes(at, (int) size);
    }

    void write(int at, byte[] bytes) {
        memory().write(at, bytes, 0, bytes.length);
    }

    long load(int at, int size) {
        return switch (size) {
            case 1 -> memory().read(at) & 0xff;
            case 2 -> memory().readShort(at) & 0xffff;
            case 4 -> Integer.toUnsignedLong(memory().readInt(at));
            default -> memory().readLong(at);
        };
    }

    void store(int at, int size, long bits) {
        switch (size) {
            case 1 -> memory().writeByte(at, (byte) bits);
            case 2 -> memory().writeShort(at, (short) bits);
            case 4 -> memory().writeI32(at, (int) bits);
            default -> memory().writeLong(at, bits);
        }
    }

    /// Memory that the core module gives; even none has to be asked for, because asking costs.
    int allocate(long size, int align) {
        if (size > Integer.MAX_VALUE || realloc == null) {
            throw Fault.of(Fault.OUTSIDE);
        }
        int at = (int) realloc.apply(0, 0, align, size)[0];
        check(at, size, align);
        return at;
    }
}
