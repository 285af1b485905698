package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.schedule.Bounds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields of a request or of a line of its answer, read by type.
record Word(Ipld.Map map) {

    static Bytes bytes(Ipld value) {
        return value instanceof Ipld.Binary(var bytes) ? bytes : Bytes.EMPTY;
    }

    Ipld value(String key) throws MalformedException {
        var value = map.find(key);
        if (value.isEmpty()) {
            throw new MalformedException("request with '" + key + "'", "none");
        }
        return value.get();
    }

    boolean has(String key) {
        return map.find(key).filter(value -> !(value instanceof Ipld.Null)).isPresent();
    }

    String text(String key) throws MalformedException {
        if (value(key) instanceof Ipld.Text(var text)) {
            return text;
        }
        throw wrong(key, "text");
    }

    Cid link(String key) throws MalformedException {
        if (value(key) instanceof Ipld.Link(var cid)) {
            return cid;
        }
        throw wrong(key, "a link");
    }

    Optional<Cid> findLink(String key) throws MalformedException {
        return has(key) ? Optional.of(link(key)) : Optional.empty();
    }

    Bytes bytes(String key) throws MalformedException {
        if (value(key) instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw wrong(key, "bytes");
    }

    long number(String key) throws MalformedException {
        if (value(key) instanceof Ipld.Int number && number.fitsLong()) {
            return number.asLong();
        }
        throw wrong(key, "a number");
    }

    /// What a run may use.
    Bounds bounds() throws MalformedException {
        return new Bounds(amount("fuel"), amount("memory"), amount("time"));
    }

    private long amount(String key) throws MalformedException {
        long amount = number(key);
        if (amount < 0) {
            throw new MalformedException(key + ": no less than 0", Long.toString(amount));
        }
        return amount;
    }

    OptionalLong findNumber(String key) throws MalformedException {
        return has(key) ? OptionalLong.of(number(key)) : OptionalLong.empty();
    }

    boolean truth(String key) {
        return map.find(key).orElse(Ipld.of(false)).equals(Ipld.of(true));
    }

    List<Ipld> items(String key) throws MalformedException {
        if (value(key) instanceof Ipld.List(var items)) {
            return items;
        }
        throw wrong(key, "a list");
    }

    Ipld.Map inner(String key) throws MalformedException {
        if (value(key) instanceof Ipld.Map inner) {
            return inner;
        }
        throw wrong(key, "a map");
    }

    private MalformedException wrong(String key, String expected) throws MalformedException {
        return new MalformedException(key + ": " + expected, value(key).kind());
    }
}
