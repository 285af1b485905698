package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A value of a document from outside that knows its place, so that every refusal can name it.
public record Node(Ipld value, Place place, Source source) {

    /// The document that a person wrote as JSON; every fault is named by line and column.
    public static Node json(String name, Bytes text, ipvm.data.Limits limits)
            throws MalformedException {
        return new Node(DagJson.read(text, limits), Place.root(name), Source.json(text));
    }

    static Node binary(String name, Bytes bytes, Limits limits) throws MalformedException {
        return of(name, DagCbor.decode(bytes, limits.ofData()));
    }

    /// A value whose text nobody has, so that faults are named by the way to them.
    public static Node of(String name, Ipld value) {
        return new Node(value, Place.root(name), new Source.Binary());
    }

    public boolean isNull() {
        return value instanceof Ipld.Null;
    }

    public Ipld.Map map() throws MalformedException {
        if (value instanceof Ipld.Map map) {
            return map;
        }
        throw wrong("a map");
    }

    /// A field that nobody here understands might be a restriction, so it is refused.
    public Node only(Set<String> known) throws MalformedException {
        for (var entry : map().entries()) {
            if (!known.contains(entry.key())) {
                var hint = Typo.hint(entry.key(), List.copyOf(known));
                throw source.malformed(
                        place.key(entry.key()),
                        "one of the keys " + sorted(known),
                        "'" + entry.key() + "'" + hint);
            }
        }
        return this;
    }

    public Node field(String name) throws MalformedException {
        var field = find(name);
        if (field.isEmpty()) {
            throw malformed("a map with '" + name + "'", "none");
        }
        return field.get();
    }

    /// Null and none at all are the same here.
    Optional<Node> findSaid(String name) throws MalformedException {
        return find(name).filter(found -> !found.isNull());
    }

    public Optional<Node> find(String name) throws MalformedException {
        return map().find(name).map(found -> new Node(found, place.key(name), source));
    }

    public List<Node> items(int max) throws MalformedException {
        if (!(value instanceof Ipld.List(var items))) {
            throw wrong("a list");
        }
        if (items.size() > max) {
            throw malformed("at most " + max + " items", Integer.toString(items.size()));
        }
        var nodes = new ArrayList<Node>(items.size());
        for (int i = 0; i < items.size(); i++) {
            nodes.add(item(i, items.get(i)));
        }
        return List.copyOf(nodes);
    }

    /// The same place with what its value means.
    Node with(Ipld meaning) {
        return new Node(meaning, place, source);
    }

    Node under(Ipld.Entry entry) {
        return new Node(entry.value(), place.key(entry.key()), source);
    }

    Node item(int index, Ipld item) {
        return new Node(item, place.index(index), source);
    }

    public String text() throws MalformedException {
        if (value instanceof Ipld.Text(var text)) {
            return text;
        }
        throw wrong("text");
    }

    public Bytes bytes() throws MalformedException {
        if (value instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw wrong("bytes");
    }

    /// A whole number from 0 on that fits a long.
    public long natural() throws MalformedException {
        if (!(value instanceof Ipld.Int number)) {
            throw wrong("an int");
        }
        if (number.negative() || !number.fitsLong()) {
            throw malformed("a number from 0 to " + Long.MAX_VALUE, number.toString());
        }
        return number.asLong();
    }

    public Cid link() throws MalformedException {
        if (value instanceof Ipld.Link(var cid)) {
            return cid;
        }
        throw wrong("a link");
    }

    public List<Cid> links(int max) throws MalformedException {
        var links = new ArrayList<Cid>();
        for (var item : items(max)) {
            links.add(item.link());
        }
        return List.copyOf(links);
    }

    boolean bool() throws MalformedException {
        if (value instanceof Ipld.Bool(var bool)) {
            return bool;
        }
        throw wrong("true or false");
    }

    /// A fault of what stands here, of which the reader that found it may not have known the place.
    MalformedException placed(MalformedException fault) {
        return fault.line() > 0 ? fault : malformed(fault.what(), fault.found());
    }

    public Did did() throws MalformedException {
        try {
            return Did.parse(text());
        } catch (MalformedException e) {
            throw placed(e);
        }
    }

    public MalformedException wrong(String expected) {
        return malformed(expected, value.kind());
    }

    public MalformedException malformed(String what, String found) {
        return source.malformed(place, what, found);
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
