package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The fields of one map from outside: each is read by its name, type and whether it must be there.
final class Fields {

    private final String whole;
    private final Ipld.Map map;

    Fields(String whole, Ipld value) throws MalformedException {
        this.whole = whole;
        if (!(value instanceof Ipld.Map fields)) {
            throw new MalformedException(whole, value.kind() + " instead of a map");
        }
        this.map = fields;
    }

    /// A field that nobody here understands might be a restriction, so it is refused.
    Fields only(Set<String> known) throws MalformedException {
        for (var entry : map.entries()) {
            if (!known.contains(entry.key())) {
                throw new MalformedException(whole + " fields", "unknown '" + entry.key() + "'");
            }
        }
        return this;
    }

    boolean has(String name) {
        return map.find(name).isPresent();
    }

    Ipld value(String name) throws MalformedException {
        var value = map.find(name);
        if (value.isEmpty()) {
            throw new MalformedException(whole + "." + name, "nothing");
        }
        return value.get();
    }

    String text(String name) throws MalformedException {
        if (value(name) instanceof Ipld.Text(var text)) {
            return text;
        }
        throw wrong(name, "text");
    }

    Bytes bytes(String name) throws MalformedException {
        if (value(name) instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw wrong(name, "bytes");
    }

    Ipld.Map map(String name) throws MalformedException {
        if (value(name) instanceof Ipld.Map inner) {
            return inner;
        }
        throw wrong(name, "a map");
    }

    /// A map that may be absent, which means the same as an empty one.
    Ipld.Map mapOrEmpty(String name) throws MalformedException {
        return has(name) ? map(name) : Ipld.map();
    }

    Cid link(String name) throws MalformedException {
        if (value(name) instanceof Ipld.Link(var cid)) {
            return cid;
        }
        throw wrong(name, "a link");
    }

    List<Cid> links(String name, int max) throws MalformedException {
        if (!(value(name) instanceof Ipld.List(var items))) {
            throw wrong(name, "a list of links");
        }
        if (items.size() > max) {
            throw new MalformedException(
                    whole + "." + name + " of at most " + max + " links", items.size() + " links");
        }
        var links = new ArrayList<Cid>(items.size());
        for (var item : items) {
            if (!(item instanceof Ipld.Link(var cid))) {
                throw wrong(name, "a list of links");
            }
            links.add(cid);
        }
        return List.copyOf(links);
    }

    Did did(String name) throws MalformedException {
        try {
            return Did.parse(text(name));
        } catch (MalformedException e) {
            throw e.within(whole + "." + name, 0);
        }
    }

    /// A DID that must be said, be it as null.
    Optional<Did> didOrNull(String name) throws MalformedException {
        return value(name) instanceof Ipld.Null ? Optional.empty() : Optional.of(did(name));
    }

    OptionalLong secondsOrNull(String name) throws MalformedException {
        return value(name) instanceof Ipld.Null
                ? OptionalLong.empty()
                : OptionalLong.of(seconds(name));
    }

    OptionalLong secondsIfPresent(String name) throws MalformedException {
        return has(name) ? OptionalLong.of(seconds(name)) : OptionalLong.empty();
    }

    /// Whole seconds, as far as peers that keep numbers in a double can count them.
    private long seconds(String name) throws MalformedException {
        long seconds = natural(name);
        if (seconds > Window.SECONDS_MAX) {
            throw new MalformedException(whole + "." + name + " in seconds", "" + seconds);
        }
        return seconds;
    }

    /// A whole number from 0 on that fits a long.
    long natural(String name) throws MalformedException {
        if (!(value(name) instanceof Ipld.Int number)) {
            throw wrong(name, "an int");
        }
        if (number.negative() || !number.fitsLong()) {
            throw new MalformedException(
                    whole + "." + name + " from 0 to " + Long.MAX_VALUE, number.toString());
        }
        return number.asLong();
    }

    private MalformedException wrong(String name, String expected) throws MalformedException {
        return new MalformedException(
                whole + "." + name, value(name).kind() + " instead of " + expected);
    }
}
