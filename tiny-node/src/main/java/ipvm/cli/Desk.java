package ipvm.cli;

import ipvm.data.BlockSource;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Compiled;
import ipvm.wasm.Engine;
import ipvm.wasm.Limits;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whoever answers for a home: its daemon where one runs, else this process. Commands ask either in
/// the same words and are told the same.
interface Desk extends BlockSource, AutoCloseable {

    /// Sends one request; lines of the answer come as they are known.
    void ask(String op, Ipld.Map args, Lines lines) throws Stop, MalformedException, IOException;

    /// Takes the lines of an answer.
    @FunctionalInterface
    interface Lines {
        void line(Ipld.Map line) throws Stop, MalformedException, IOException;
    }

    /// All lines of a short answer.
    default List<Ipld.Map> all(String op, Ipld.Map args)
            throws Stop, MalformedException, IOException {
        var lines = new ArrayList<Ipld.Map>();
        ask(op, args, lines::add);
        return lines;
    }

    /// The one line of an answer.
    default Ipld.Map one(String op, Ipld.Map args) throws Stop, MalformedException, IOException {
        var lines = all(op, args);
        if (lines.size() != 1) {
            throw new IllegalStateException(op + " answered with " + lines.size() + " lines");
        }
        return lines.getFirst();
    }

    /// A block of the home's store.
    @Override
    default Optional<Bytes> block(Cid cid) throws IOException {
        try {
            var line = one("block", Ipld.map("cid", Ipld.of(cid)));
            return line.find("bytes").map(bytes -> Word.bytes(bytes));
        } catch (Stop | MalformedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// A module ready to be looked at; where this process will run it too, for that as well.
    default Compiled compiled(Cid cid, Bytes module, Limits limits) throws Refused {
        return Engine.compile(module, limits);
    }

    /// Whether whoever answers stays when the command is over.
    default boolean goesOn() {
        return false;
    }

    @Override
    void close() throws IOException;

    /// The desk of a home that is there, or of one that is made by asking for it.
    static Desk open(Call call, Settings settings) throws Stop, MalformedException, IOException {
        var home = Home.of(call);
        home.found(call);
        return Opening.desk(home, call, settings);
    }

    /// The daemon of a home, without which this cannot be done.
    static SocketDesk daemon(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var daemon = SocketDesk.find(home, call.world().host());
        if (daemon.isEmpty()) {
            throw Stop.notFound("no daemon runs on " + home.folder() + ": 'ipvm up' starts one");
        }
        return daemon.get();
    }
}
