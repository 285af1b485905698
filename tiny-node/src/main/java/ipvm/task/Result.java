package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Locale;

/// What came out of an instruction, as Homestar writes it: `["ok", value]`.
public record Result(Kind kind, Ipld value) {

    /// How it came out.
    public enum Kind {
        OK,
        ERROR,
        /// A value of which nobody says whether it is good.
        JUST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Result ok(Ipld value) {
        return new Result(Kind.OK, value);
    }

    public static Result error(Ipld value) {
        return new Result(Kind.ERROR, value);
    }

    public boolean isError() {
        return kind == Kind.ERROR;
    }

    Ipld encode() {
        return Ipld.list(Ipld.of(kind.word()), value);
    }

    static Result of(Node node) throws MalformedException {
        List<Node> pair = node.items(2);
        if (pair.size() != 2) {
            throw node.malformed("a pair of word and value", pair.size() + " items");
        }
        return new Result(kind(pair.getFirst()), pair.getLast().value());
    }

    private static Kind kind(Node node) throws MalformedException {
        var word = node.text();
        for (var kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw node.malformed("ok, error or just", "'" + word + "'");
    }
}
