package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import java.util.List;
import java.util.Optional;

/// The arguments of an effect, read strictly: what is unknown or of another kind names its key,
/// what was expected and what was found.
public final class Arguments {

    private final Ipld.Map args;

    private Arguments(Ipld.Map args) {
        this.args = args;
    }

    /// Arguments of which every key is one of these.
    public static Arguments of(Ipld.Map args, String... keys) throws MalformedException {
        var known = List.of(keys);
        for (var entry : args.entries()) {
            if (!known.contains(entry.key())) {
                throw new MalformedException(
                        "arguments {" + String.join(", ", known) + "}",
                        "'" + entry.key() + "'" + Typo.hint(entry.key(), known));
            }
        }
        return new Arguments(args);
    }

    public Optional<Ipld> find(String key) {
        return args.find(key);
    }

    public Ipld any(String key) throws MalformedException {
        return args.find(key).orElseThrow(() -> bad(key, "a value", "nothing"));
    }

    public String text(String key, int charsMax) throws MalformedException {
        var expected = "text of at most " + charsMax + " characters";
        if (any(key) instanceof Ipld.Text(var text)) {
            if (text.length() > charsMax) {
                throw bad(key, expected, text.length() + " characters");
            }
            return text;
        }
        throw bad(key, expected, any(key).kind());
    }

    public Bytes bytes(String key, int bytesMax) throws MalformedException {
        var expected = "at most " + bytesMax + " bytes";
        if (any(key) instanceof Ipld.Binary(var bytes)) {
            if (bytes.size() > bytesMax) {
                throw bad(key, expected, bytes.size() + " bytes");
            }
            return bytes;
        }
        throw bad(key, expected, any(key).kind());
    }

    public int integer(String key, int least, int most) throws MalformedException {
        var expected = "an integer from " + least + " to " + most;
        if (any(key) instanceof Ipld.Int number) {
            if (!number.fitsLong() || number.asLong() < least || number.asLong() > most) {
                throw bad(key, expected, number.toString());
            }
            return (int) number.asLong();
        }
        throw bad(key, expected, any(key).kind());
    }

    /// A map of texts, which may be left out.
    public List<Ipld.Entry> texts(String key) throws MalformedException {
        var found = args.find(key).orElse(Ipld.map());
        if (!(found instanceof Ipld.Map(var entries))) {
            throw bad(key, "a map of texts", found.kind());
        }
        for (var entry : entries) {
            if (!(entry.value() instanceof Ipld.Text)) {
                throw bad(key + "." + entry.key(), "text", entry.value().kind());
            }
        }
        return entries;
    }

    /// The fault of an argument.
    public static MalformedException bad(String key, String expected, String found) {
        return new MalformedException("argument '" + key + "', " + expected, found);
    }
}
