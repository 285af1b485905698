package ipvm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The logical form of dag-pb nodes: the few values of all that have a dag-pb encoding.
final class PbForm {

    private PbForm() {}

    static Ipld of(PbNode node) {
        var links = new Ipld.List(node.links().stream().map(PbForm::of).toList());
        return node.data()
                .map(data -> Ipld.map("Data", Ipld.of(data), "Links", links))
                .orElseGet(() -> Ipld.map("Links", links));
    }

    private static Ipld of(PbLink link) {
        var entries = new ArrayList<Ipld.Entry>(3);
        entries.add(new Ipld.Entry("Hash", Ipld.of(link.cid())));
        link.name().ifPresent(name -> entries.add(new Ipld.Entry("Name", Ipld.of(name))));
        link.tsize().ifPresent(size -> entries.add(new Ipld.Entry("Tsize", Ipld.of(size))));
        return new Ipld.Map(entries);
    }

    /// Takes a value as a node; links out of order are refused, not sorted, because a value has one
    /// encoding and this would be another value's.
    static PbNode node(Ipld value) throws MalformedException {
        var map = map("node", value, List.of("Data", "Links"));
        var data = map.find("Data");
        var bytes = data.isEmpty() ? Optional.<Bytes>empty() : Optional.of(bytes(data.get()));
        if (!(map.find("Links").orElse(Ipld.ofNull()) instanceof Ipld.List(var items))) {
            throw malformed("Links as a list", map.find("Links"));
        }
        var links = new ArrayList<PbLink>(items.size());
        for (var item : items) {
            var link = link(item);
            requireOrder(links, link);
            links.add(link);
        }
        return new PbNode(links, bytes);
    }

    private static PbLink link(Ipld value) throws MalformedException {
        var map = map("link", value, List.of("Hash", "Name", "Tsize"));
        var name = map.find("Name");
        var tsize = map.find("Tsize");
        return new PbLink(
                hash(map.find("Hash")),
                name.isEmpty() ? Optional.empty() : Optional.of(text(name.get())),
                tsize.isEmpty() ? OptionalLong.empty() : OptionalLong.of(size(tsize.get())));
    }

    private static void requireOrder(List<PbLink> before, PbLink link) throws MalformedException {
        if (!before.isEmpty()) {
            var last = before.getLast().nameOrEmpty();
            if (Keys.BYTEWISE.compare(last, link.nameOrEmpty()) > 0) {
                var found = "'" + link.nameOrEmpty() + "' after '" + last + "'";
                throw new MalformedException("dag-pb Links sorted by Name", found);
            }
        }
    }

    private static Ipld.Map map(String what, Ipld value, List<String> keys)
            throws MalformedException {
        if (!(value instanceof Ipld.Map map)) {
            throw malformed(what + " as a map", Optional.of(value));
        }
        for (var entry : map.entries()) {
            if (!keys.contains(entry.key())) {
                var only = "dag-pb " + what + " of " + String.join(", ", keys) + " only";
                throw new MalformedException(only, "'" + entry.key() + "'");
            }
        }
        return map;
    }

    private static Bytes bytes(Ipld value) throws MalformedException {
        if (value instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw malformed("Data as bytes", Optional.of(value));
    }

    private static Cid hash(Optional<Ipld> value) throws MalformedException {
        if (value.orElse(Ipld.ofNull()) instanceof Ipld.Link(var cid)) {
            return cid;
        }
        throw malformed("Hash as a link", value);
    }

    private static String text(Ipld value) throws MalformedException {
        if (value instanceof Ipld.Text(var text)) {
            return text;
        }
        throw malformed("Name as text", Optional.of(value));
    }

    private static long size(Ipld value) throws MalformedException {
        if (value instanceof Ipld.Int size && size.fitsLong() && !size.negative()) {
            return size.asLong();
        }
        throw malformed("Tsize as an int from 0 to 2^63-1", Optional.of(value));
    }

    private static MalformedException malformed(String what, Optional<Ipld> found) {
        var shown = found.map(value -> value instanceof Ipld.Int i ? i.toString() : value.kind());
        return new MalformedException("dag-pb " + what, shown.orElse("nothing"));
    }
}
