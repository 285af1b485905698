package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A store that lives as long as the process: for tests, for the simulator, for a look without a
/// home.
///
/// It keeps the same promises as the one on the disk, which one test holds both to.
public final class MemoryStore implements Store {

    private record Held(Bytes data, boolean isPinned) {}

    private final long bytesMax;
    private long bytes;
    private long lastNumber;
    private final Map<Cid, Held> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final TreeMap<Long, Numbered> receipts = new TreeMap<>();
    private final Map<Cid, Set<Long>> names = new LinkedHashMap<>();
    private final Map<Cid, Entry> journal = new LinkedHashMap<>();
    private final Map<Cid, Intent> intents = new LinkedHashMap<>();
    private final Map<Cid, Account> accounts = new LinkedHashMap<>();
    private final Map<Cid, Long> seen = new LinkedHashMap<>();
    private final Map<Change.Purpose, TreeMap<String, Bytes>> values = new LinkedHashMap<>();

    public MemoryStore(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Room is made first and found missing before anything is changed, so that all or nothing is
    /// done.
    @Override
    public synchronized void commit(List<Change> changes) throws StoreException {
        long wanted = changes.stream().mapToLong(MemoryStore::size).sum();
        if (bytes + wanted > bytesMax && wanted > 0) {
            evict(bytes + wanted - bytesMax);
            if (bytes + wanted > bytesMax) {
                throw new StoreException(StoreException.Kind.FULL, Quota.full(bytesMax));
            }
        }
        changes.forEach(this::apply);
    }

    private static long size(Change change) {
        return switch (change) {
            case Change.Put(var block, var pinned) -> block.data().size();
            case Change.File(var filed) -> size(filed);
            case Change.Accept(var entry) -> entry.body().size();
            case Change.Intend(var intent) -> intent.body().size();
            case Change.Set(var purpose, var key, var value) -> value.map(Bytes::size).orElse(0);
            case Change.Pin p -> 0;
            case Change.Drop d -> 0;
            case Change.Unfile u -> 0;
            case Change.Retain r -> 0;
            case Change.Done d -> 0;
            case Change.Charge c -> 0;
            case Change.See s -> 0;
            case Change.Unsee u -> 0;
        };
    }

    private static long size(Filed filed) {
        return (long) filed.taskBytes().size() + filed.token().size();
    }

    private void evict(long wanted) {
        long freed = 0;
        for (var shelved : blocks()) {
            if (freed >= wanted) {
                return;
            }
            if (!shelved.isPinned()) {
                drop(shelved.cid());
                freed += shelved.bytes();
            }
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Put(var block, var pinned) -> put(block.cid().toV1(), block.data(), pinned);
            case Change.Pin(var cid, var pinned) -> {
                blocks.computeIfPresent(cid.toV1(), (c, held) -> new Held(held.data, pinned));
            }
            case Change.Drop(var cid) -> drop(cid.toV1());
            case Change.File(var filed) -> file(filed);
            case Change.Unfile(var cid) -> unfile(cid);
            case Change.Retain(var cid, var kept) -> retain(cid, kept);
            case Change.Accept(var entry) -> {
                if (journal.putIfAbsent(entry.name(), entry) == null) {
                    bytes += entry.body().size();
                }
            }
            case Change.Done(var name) -> {
                var entry = journal.remove(name);
                bytes -= entry == null ? 0 : entry.body().size();
            }
            case Change.Intend(var intent) -> {
                var before = intents.put(intent.name(), intent);
                bytes += intent.body().size() - (before == null ? 0 : before.body().size());
            }
            case Change.Charge(var name, var since, var used) -> {
                accounts.put(name, new Account(since, used));
            }
            case Change.See(var name, var until) -> seen.put(name, until);
            case Change.Unsee(var before) -> seen.values().removeIf(until -> until < before);
            case Change.Set(var purpose, var key, var value) -> set(purpose, key, value);
        }
    }

    private void put(Cid cid, Bytes data, boolean isPinned) {
        var before = blocks.get(cid);
        blocks.put(cid, new Held(data, isPinned || (before != null && before.isPinned)));
        bytes += before == null ? data.size() : 0;
    }

    private void drop(Cid cid) {
        var held = blocks.remove(cid);
        bytes -= held == null ? 0 : held.data.size();
    }

    private void file(Filed filed) {
        if (names.containsKey(filed.receipt())) {
            return;
        }
        receipts.put(++lastNumber, new Numbered(lastNumber, filed, false));
        for (var name : Filing.names(filed)) {
            names.computeIfAbsent(name, n -> new java.util.TreeSet<>()).add(lastNumber);
        }
        bytes += size(filed);
    }

    private void unfile(Cid receipt) {
        for (long number : names.getOrDefault(receipt, Set.of()).stream().toList()) {
            var gone = receipts.remove(number);
            if (gone != null) {
                bytes -= size(gone.filed());
                Filing.names(gone.filed()).forEach(name -> unname(name, number));
            }
        }
    }

    private void unname(Cid name, long number) {
        names.computeIfPresent(
                name,
                (n, numbers) -> {
                    numbers.remove(number);
                    return numbers.isEmpty() ? null : numbers;
                });
    }

    private void retain(Cid receipt, boolean isKept) {
        for (long number : names.getOrDefault(receipt, Set.of())) {
            receipts.computeIfPresent(number, (n, one) -> new Numbered(n, one.filed(), isKept));
        }
    }

    private void set(Change.Purpose purpose, String key, Optional<Bytes> value) {
        var map = values.computeIfAbsent(purpose, p -> new TreeMap<>());
        var before = value.isPresent() ? map.put(key, value.get()) : map.remove(key);
        bytes += value.map(Bytes::size).orElse(0) - (before == null ? 0 : before.size());
    }

    @Override
    public synchronized Optional<Bytes> block(Cid cid) {
        var held = blocks.get(cid.toV1());
        if (held != null) {
            return Optional.of(held.data);
        }
        return found(cid).findFirst().map(filed -> Filing.block(filed, cid));
    }

    private java.util.stream.Stream<Filed> found(Cid name) {
        return names.getOrDefault(name, Set.of()).stream()
                .flatMap(number -> Optional.ofNullable(receipts.get(number)).stream())
                .map(Numbered::filed)
                .filter(filed -> Filing.holds(filed, name));
    }

    @Override
    public synchronized boolean has(Cid cid) {
        return blocks.containsKey(cid.toV1()) || found(cid).findFirst().isPresent();
    }

    @Override
    public synchronized List<Filed> receipts(Cid name) {
        return names.getOrDefault(name, Set.of()).stream()
                .flatMap(number -> Optional.ofNullable(receipts.get(number)).stream())
                .map(Numbered::filed)
                .toList();
    }

    @Override
    public synchronized List<Numbered> receiptsAfter(long after, int max) {
        return receipts.tailMap(after, false).values().stream().limit(max).toList();
    }

    @Override
    public synchronized List<Numbered> lastReceipts(int max) {
        return receipts.descendingMap().values().stream().limit(max).toList().reversed();
    }

    @Override
    public synchronized List<Entry> journal() {
        return List.copyOf(journal.values());
    }

    @Override
    public synchronized Optional<Intent> intent(Cid name) {
        return Optional.ofNullable(intents.get(name));
    }

    @Override
    public synchronized List<Intent> unsettled() {
        return intents.values().stream()
                .filter(intent -> intent.state() != Intent.State.SETTLED)
                .toList();
    }

    @Override
    public synchronized Account account(Cid name) {
        return accounts.getOrDefault(name, Account.UNUSED);
    }

    @Override
    public synchronized boolean isSeen(Cid invocation) {
        return seen.containsKey(invocation);
    }

    @Override
    public synchronized Optional<Bytes> value(Change.Purpose purpose, String key) {
        return Optional.ofNullable(values.getOrDefault(purpose, new TreeMap<>()).get(key));
    }

    @Override
    public synchronized SortedMap<String, Bytes> values(Between keys, Cut cut) {
        var all =
                values.getOrDefault(keys.purpose(), new TreeMap<>())
                        .subMap(keys.after(), false, keys.before(), false);
        var some = new TreeMap<String, Bytes>();
        (cut.isFromEnd() ? all.descendingMap() : all)
                .entrySet().stream()
                        .limit(cut.max())
                        .forEach(one -> some.put(one.getKey(), one.getValue()));
        return some;
    }

    @Override
    public synchronized List<Shelved> blocks() {
        var all = new ArrayList<Shelved>();
        blocks.forEach((cid, held) -> all.add(new Shelved(cid, held.data.size(), held.isPinned)));
        return all;
    }

    @Override
    public synchronized Usage usage() {
        return new Usage(bytes, bytesMax, blocks.size(), receipts.size());
    }

    @Override
    public synchronized long bytesUsed() {
        return bytes;
    }

    @Override
    public long bytesMax() {
        return bytesMax;
    }

    @Override
    public void close() {}
}
