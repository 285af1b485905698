package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// A task handed in: with an answer, or to be done when nobody waits any more.
///
/// @param isDetached whether nobody waits
/// @param advice what to do about limits that were met
record Delivery(Call call, Desk desk, boolean isDetached, UnaryOperator<String> advice) {

    static final String DETACH = "--detach";

    static Syntax option(Syntax syntax) {
        return syntax.flag(DETACH, "hand it to the daemon and do not wait; 'ipvm wait' does");
    }

    /// Nobody would do it when this process is over, unless a daemon answers.
    static Delivery of(Call call, Desk desk, UnaryOperator<String> advice) throws Stop {
        boolean isDetached = call.arguments().has(DETACH);
        if (isDetached && !desk.goesOn()) {
            throw Stop.notFound(DETACH + ": no daemon runs to do it; 'ipvm up' starts one");
        }
        return new Delivery(call, desk, isDetached, advice);
    }

    Exit ask(String op, Ipld.Map request) throws Stop, MalformedException, IOException {
        if (!isDetached) {
            return new Ended(desk.one(op, request)).show(call, advice);
        }
        var line = desk.one(op, request.with("detach", Ipld.of(true)));
        call.out().result(Answer.of(line, new Word(line).link("task").toString()));
        call.out().note("accepted; 'ipvm wait' with that name tells how it ended");
        return Exit.ACCEPTED;
    }
}
