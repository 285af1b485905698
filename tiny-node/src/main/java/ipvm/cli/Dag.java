package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What blocks name, and everything that is named from some roots on.
final class Dag {

    private static final String IPFS = "ipfs://";

    /// Values inside of bytes inside of values: a journal's entry holds a task, and no more than
    /// that.
    private static final int NESTED_MAX = 4;

    private Dag() {}

    /// Looks at a block and says what it names.
    @FunctionalInterface
    interface Visit {
        List<Cid> links(Cid cid) throws Stop, MalformedException, IOException;
    }

    /// Visits every name once, parents before their children, these in their order.
    static void walk(Collection<Cid> roots, Visit visit)
            throws Stop, MalformedException, IOException {
        var seen = new HashSet<Cid>();
        var next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            var cid = next.pop();
            if (seen.add(cid.toV1())) {
                visit.links(cid).reversed().forEach(next::push);
            }
        }
    }

    /// Whether a name is all of its content, so that there is no block to be kept.
    static boolean holdsItself(Cid cid) {
        return cid.hash().code() == HashFunction.IDENTITY.code();
    }

    /// Whether a block of that name may name others.
    static boolean mayLink(Cid cid) {
        return cid.codec() != Codec.RAW;
    }

    /// Everything that a block or an entry of the store may need: its links, and names that stand
    /// in it as text or in bytes. Too many are found rather than too few, for who cleans up.
    static List<Cid> mentions(Cid cid, Bytes data) {
        return cid.codec() == Codec.DAG_PB ? Links.of(cid, data) : mentions(data);
    }

    static List<Cid> mentions(Bytes data) {
        var found = new ArrayList<Cid>();
        mentions(data, NESTED_MAX, found);
        return found;
    }

    private static void mentions(Bytes data, int depth, List<Cid> into) {
        if (data.isEmpty() || depth == 0) {
            return;
        }
        try {
            boolean isJson = data.at(0) == '{' || data.at(0) == '[';
            mentions(isJson ? DagJson.decode(data) : DagCbor.decode(data), depth, into);
        } catch (MalformedException e) {
            // bytes that are no value name nothing
        }
    }

    private static void mentions(Ipld value, int depth, List<Cid> into) {
        switch (value) {
            case Ipld.Link(var cid) -> into.add(cid);
            case Ipld.List(var items) -> items.forEach(item -> mentions(item, depth, into));
            case Ipld.Map(var entries) ->
                    entries.forEach(entry -> mentions(entry.value(), depth, into));
            case Ipld.Text(var text) -> name(text).ifPresent(into::add);
            case Ipld.Binary(var bytes) -> mentions(bytes, depth - 1, into);
            case Ipld.Null n -> {}
            case Ipld.Bool b -> {}
            case Ipld.Int i -> {}
            case Ipld.Float64 f -> {}
        }
    }

    private static Optional<Cid> name(String text) {
        var bare = text.startsWith(IPFS) ? text.substring(IPFS.length()) : text;
        var first = bare.split("/", 2)[0];
        try {
            return Names.looksLikeCid(first) ? Optional.of(Cid.parse(first)) : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
