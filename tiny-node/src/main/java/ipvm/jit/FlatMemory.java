package ipvm.jit;

import java.util.Arrays;
import java.util.BitSet;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/// A memory in one array of exactly its size, so that the array's bounds are the memory's.
@SuppressWarnings("removal") // the interface still asks for what only threads need
final class FlatMemory implements Memory {

    private final MemoryLimits limits;
    private final Meter meter;

    /// Where the module's own data lies, as long as no code has run.
    private final BitSet placed = new BitSet();

    byte[] bytes;

    /// The segment that the next [#initPassiveSegment] of the interpreter copies from.
    byte[] passive = {};

    FlatMemory(MemoryLimits limits, Meter meter) {
        this.limits = limits;
        this.meter = meter;
        if (limits.initialPages() > RUNTIME_MAX_PAGES || !meter.take(limits.initialPages())) {
            throw new Trap(Reason.MEMORY_GRANT);
        }
        this.bytes = new byte[limits.initialPages() * PAGE_SIZE];
    }

    @Override
    public int pages() {
        return bytes.length / PAGE_SIZE;
    }

    /// As the interpreter grows it: paid by the page.
    @Override
    public int grow(int more) {
        int before = enlarge(more);
        if (before >= 0) {
            meter.spend(more);
        }
        return before;
    }

    int enlarge(int more) {
        int before = pages();
        long after = before + Integer.toUnsignedLong(more);
        if (after > maximumPages() || !meter.take(more)) {
            return -1;
        }
        bytes = Arrays.copyOf(bytes, (int) after * PAGE_SIZE);
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Object lock(int address) {
        return this;
    }

    @Override
    public int waitOn(int address, int expected, long timeoutNanos) {
        throw new IllegalStateException("no threads in this memory");
    }

    @Override
    public int waitOn(int address, long expected, long timeoutNanos) {
        throw new IllegalStateException("no threads in this memory");
    }

    @Override
    public int notify(int address, int threads) {
        return 0;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments) {
        for (var segment : segments) {
            if (segment instanceof ActiveDataSegment active) {
                var offset =
                        ConstantEvaluators.computeConstantValue(
                                instance, active.offsetInstructions());
                place((int) offset[0], active.data());
            }
        }
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments, int memory) {
        initialize(instance, segments);
    }

    private void place(int offset, byte[] data) {
        if (!holds(offset, data.length)) {
            throw new UninstantiableException("out of bounds memory access: data segment");
        }
        System.arraycopy(data, 0, bytes, offset, data.length);
        Image.touch(offset, data.length, placed);
    }

    /// What is in it now; before the first unit of fuel that can only be its own data.
    Image image() {
        return meter.used() == 0 ? Image.of(bytes, placed) : Image.of(bytes);
    }

    boolean holds(int offset, int size) {
        return Context.fits(offset, size, bytes.length);
    }

    private int check(int offset, int size) {
        if (!holds(offset, size)) {
            throw new Trap(Reason.MEMORY);
        }
        return offset;
    }

    @Override
    public void initPassiveSegment(int segment, int target, int source, int size) {
        if (!Context.fits(source, size, passive.length)) {
            throw new Trap(Reason.MEMORY);
        }
        check(target, size);
        meter.spend(Integer.toUnsignedLong(size));
        System.arraycopy(passive, source, bytes, target, size);
    }

    @Override
    public void drop(int segment) {}

    @Override
    public void zero() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        System.arraycopy(data, offset, bytes, check(address, size), size);
    }

    @Override
    public byte[] readBytes(int address, int size) {
        return Arrays.copyOfRange(bytes, check(address, size), address + size);
    }

    @Override
    public void fill(byte value, int from, int to) {
        check(from, to - from);
        meter.spend(Integer.toUnsignedLong(to - from));
        Arrays.fill(bytes, from, to, value);
    }

    @Override
    public void copy(int target, int source, int size) {
        check(source, size);
        check(target, size);
        meter.spend(Integer.toUnsignedLong(size));
        System.arraycopy(bytes, source, bytes, target, size);
    }

    @Override
    public byte read(int address) {
        return bytes[check(address, 1)];
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[check(address, 1)] = value;
    }

    @Override
    public int readInt(int address) {
        return Mem.i32Load(check(address, 4), bytes);
    }

    @Override
    public void writeI32(int address, int value) {
        Mem.i32Store(check(address, 4), value, bytes);
    }

    @Override
    public long readLong(int address) {
        return Mem.i64Load(check(address, 8), bytes);
    }

    @Override
    public void writeLong(int address, long value) {
        Mem.i64Store(check(address, 8), value, bytes);
    }

    @Override
    public short readShort(int address) {
        return (short) Mem.i32Load16S(check(address, 2), bytes);
    }

    @Override
    public long readU16(int address) {
        return Mem.i32Load16U(check(address, 2), bytes);
    }

    @Override
    public void writeShort(int address, short value) {
        Mem.i32Store16(check(address, 2), value, bytes);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }
}
