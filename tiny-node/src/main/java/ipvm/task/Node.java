package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A value of a document from outside that knows its place, so that every refusal can name it.
record Node(Ipld value, Place place, Source source) {

    static Node binary(String name, Bytes bytes, Limits limits) throws MalformedException {
        return of(name, DagCbor.decode(bytes, limits.ofData()));
    }

    static Node of(String name, Ipld value) {
        return new Node(value, Place.root(name), Source.BINARY);
    }

    boolean isNull() {
        return value instanceof Ipld.Null;
    }

    Ipld.Map map() throws MalformedException {
        if (value instanceof Ipld.Map map) {
            return map;
        }
        throw wrong("a map");
    }

    /// A field that nobody here understands might be a restriction, so it is refused.
    Node only(Set<String> known) throws MalformedException {
        for (var entry : map().entries()) {
            if (!known.contains(entry.key())) {
                throw source.malformed(
                        place.key(entry.key()), "one of the keys " + sorted(known), "another one");
            }
        }
        return this;
    }

    Node field(String name) throws MalformedException {
        var field = find(name);
        if (field.isEmpty()) {
            throw malformed("a map with '" + name + "'", "none");
        }
        return field.get();
    }

    Optional<Node> find(String name) throws MalformedException {
        return map().find(name).map(found -> new Node(found, place.key(name), source));
    }

    List<Node> items(int max) throws MalformedException {
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

    Node item(int index, Ipld item) {
        return new Node(item, place.index(index), source);
    }

    String text() throws MalformedException {
        if (value instanceof Ipld.Text(var text)) {
            return text;
        }
        throw wrong("text");
    }

    Cid link() throws MalformedException {
        if (value instanceof Ipld.Link(var cid)) {
            return cid;
        }
        throw wrong("a link");
    }

    List<Cid> links(int max) throws MalformedException {
        var links = new ArrayList<Cid>();
        for (var item : items(max)) {
            links.add(item.link());
        }
        return List.copyOf(links);
    }

    Did did() throws MalformedException {
        try {
            return Did.parse(text());
        } catch (MalformedException e) {
            throw malformed(e.what(), e.found());
        }
    }

    MalformedException wrong(String expected) {
        return malformed(expected, value.kind());
    }

    MalformedException malformed(String what, String found) {
        return source.malformed(place, what, found);
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
