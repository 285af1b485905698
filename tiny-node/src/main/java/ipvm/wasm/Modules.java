package ipvm.wasm;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compiled modules by the names of their bytes: those used last, up to a number of bytes.
///
/// Threads that ask for one module at once compile it once. What is let go takes its classes along
/// as soon as nobody runs it any more; what is refused is not kept.
public final class Modules {

    /// Of wasm, not of what becomes of it.
    public static final long BYTES_MAX = 8L << 20;

    private final Limits limits;
    private final long bytesMax;
    private final Machine machine;
    private final Map<Cid, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    public Modules(Limits limits, long bytesMax) {
        this(limits, bytesMax, Machine.FAST);
    }

    /// The same for a machine of one's choice.
    public Modules(Limits limits, long bytesMax, Machine machine) {
        this.limits = limits;
        this.bytesMax = bytesMax;
        this.machine = machine;
    }

    /// The module of that name, where it is at hand.
    public Optional<Compiled> find(Cid cid) {
        Entry entry;
        synchronized (this) {
            entry = entries.get(cid);
        }
        return entry == null ? Optional.empty() : entry.known();
    }

    /// The same with its bytes, which are compiled where it is not at hand.
    public Compiled compile(Cid cid, Bytes module) throws Refused {
        return compile(cid, () -> module);
    }

    /// The module of that name; its bytes are asked for only where it is not at hand.
    public Compiled compile(Cid cid, Supplier<Bytes> source) throws Refused {
        var entry = entry(cid);
        boolean isKept = false;
        try {
            var compiled = entry.compiled(source, this);
            isKept = true;
            return compiled;
        } finally {
            settle(cid, entry, isKept);
        }
    }

    /// Bytes of all modules at hand.
    public synchronized long bytes() {
        return bytes;
    }

    private synchronized Entry entry(Cid cid) {
        return entries.computeIfAbsent(cid, name -> new Entry());
    }

    /// Counts a module when it is new, and lets others go for it.
    private synchronized void settle(Cid cid, Entry entry, boolean isKept) {
        if (!isKept || entry.size > bytesMax) {
            entries.remove(cid, entry);
        } else if (!entry.isCounted && entries.get(cid) == entry) {
            entry.isCounted = true;
            bytes += entry.size;
            shrink(entries.values().iterator());
        }
    }

    private void shrink(Iterator<Entry> eldest) {
        while (bytes > bytesMax && eldest.hasNext()) {
            var entry = eldest.next();
            if (entry.isCounted) {
                eldest.remove();
                bytes -= entry.size;
            }
        }
    }

    /// One module, compiled by whoever holds its lock first.
    private static final class Entry {

        private @Nullable Compiled compiled;
        private long size;
        private boolean isCounted;

        synchronized Optional<Compiled> known() {
            return Optional.ofNullable(compiled);
        }

        synchronized Compiled compiled(Supplier<Bytes> source, Modules modules) throws Refused {
            var known = compiled;
            if (known == null) {
                var module = source.get();
                known = Engine.compile(module, modules.limits, modules.machine);
                compiled = known;
                size = module.size();
            }
            return known;
        }
    }
}
