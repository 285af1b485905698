package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;

/// How a task ended. Each of these is expected; none is an exception.
public sealed interface Outcome {

    /// It gave a value.
    record Ok(Ipld value) implements Outcome {}

    /// The task's own error, or a call that does not fit it.
    record Failed(String name, String message) implements Outcome {
        public Failed {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is no error of a task's own");
            }
        }
    }

    /// The module did what it must not, always and everywhere.
    record Trapped(String reason) implements Outcome {}

    /// The fuel was used up.
    record OutOfFuel(long limit) implements Outcome {}

    /// It could not begin, or go on, within so many bytes.
    record OutOfMemory(long limit) implements Outcome {}

    /// It was not done after so many milliseconds.
    record TimedOut(long limit) implements Outcome {}

    /// Whoever asked may not; nobody signs that.
    record Denied(String why) implements Outcome {}

    /// A command was cut off between intent and answer: it may have been done, or not.
    record Unknown(Cid intent) implements Outcome {}

    /// The names that stand for other ends than a task's own error.
    java.util.Set<String> RESERVED =
            java.util.Set.of(
                    "Trapped", "OutOfFuel", "OutOfMemory", "TimedOut", "Denied", "Unknown");

    /// `{"ok": value}` or `{"error": {"name", "message"}}`, where a limit that was met or an intent
    /// that is open stands beside them.
    default Ipld.Map encode() {
        return switch (this) {
            case Ok(var value) -> Ipld.map("ok", value);
            case Failed(var name, var message) -> error(name, message);
            case Trapped(var reason) -> error("Trapped", reason);
            case OutOfFuel(var limit) ->
                    error("OutOfFuel", "all " + limit + " units of fuel used", limit);
            case OutOfMemory(var limit) ->
                    error("OutOfMemory", limit + " bytes of memory are too little", limit);
            case TimedOut(var limit) ->
                    error("TimedOut", "not done within " + limit + " ms", limit);
            case Denied(var why) -> error("Denied", why);
            case Unknown(var intent) ->
                    Ipld.map(
                            "error",
                            Ipld.map(
                                    "name", Ipld.of("Unknown"),
                                    "message", Ipld.of("it may have been done, or not"),
                                    "intent", Ipld.of(intent)));
        };
    }

    private static Ipld.Map error(String name, String message) {
        return Ipld.map("error", Ipld.map("name", Ipld.of(name), "message", Ipld.of(message)));
    }

    private static Ipld.Map error(String name, String message, long limit) {
        return Ipld.map(
                "error",
                Ipld.map(
                        "name", Ipld.of(name),
                        "message", Ipld.of(message),
                        "limit", Ipld.of(limit)));
    }

    /// Reads what a receipt says came out.
    static Outcome decode(Ipld out) throws MalformedException {
        var node = Node.of("out", out);
        var ok = node.find("ok");
        return ok.isPresent() ? new Ok(ok.get().value()) : error(node.field("error"));
    }

    private static Outcome error(Node error) throws MalformedException {
        var name = error.field("name").text();
        var message = error.field("message").text();
        return switch (name) {
            case "Trapped" -> new Trapped(message);
            case "OutOfFuel" -> new OutOfFuel(error.field("limit").natural());
            case "OutOfMemory" -> new OutOfMemory(error.field("limit").natural());
            case "TimedOut" -> new TimedOut(error.field("limit").natural());
            case "Denied" -> new Denied(message);
            case "Unknown" -> new Unknown(error.field("intent").link());
            default -> new Failed(name, message);
        };
    }
}
