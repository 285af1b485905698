package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.node.Distant;
import ipvm.node.Reply;
import ipvm.task.Task;
import ipvm.ucan.Invocation;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `on {peer, token, proofs, wait}`: has a neighbour do what a signed request says, and answers as
/// `run` does, with the link and how far away it is.
final class OnOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        long start = station.nowMillis();
        var peer = Did.parse(args.text("peer"));
        var request = Invocation.decode(args.bytes("token"));
        var neighbours = station.neighbours().all();
        var told = new Told(peer, start);
        if (args.truth("detach")) {
            if (!Patience.until(neighbours.entrust(peer, tokens(args, request)))) {
                throw new Stop(Exit.BUSY, "the request could not be written down");
            }
            lines.line(told.line(new Reply.Accepted(), Task.of(request), start));
            return;
        }
        var answer = neighbours.ask(peer, tokens(args, request), args.number("wait"));
        var distant = Patience.until(answer);
        if (distant.reply().isEmpty()) {
            throw Neighbours.unreachable(peer + ": " + distant.why());
        }
        if (distant.reply().get() instanceof Reply.Ended ended) {
            requireTrusted(station, peer, ended.receipt().issuer());
        }
        var line = told.line(distant.reply().get(), Task.of(request), station.nowMillis());
        lines.line(far(line, distant));
    }

    /// What a neighbour recalls may be somebody else's word.
    private static void requireTrusted(Station station, Did peer, Did signer) throws Stop {
        boolean isTrusted =
                signer.equals(peer)
                        || signer.equals(station.did())
                        || station.rights().trusted().contains(signer);
        if (!isTrusted) {
            throw Stop.denied(
                    peer + " recalls what " + signer + " signed, who is not trusted here (trust)");
        }
    }

    static List<Token> tokens(Word args, Invocation request) throws Stop, MalformedException {
        var tokens = new ArrayList<Token>();
        for (var item : args.items("proofs")) {
            tokens.add(Token.decode(Word.bytes(item)));
        }
        tokens.add(request);
        return tokens;
    }

    static Ipld.Map far(Ipld.Map line, Distant distant) {
        var link = distant.place().map(place -> Ipld.of(place.link())).orElse(Ipld.ofNull());
        return line.with("link", link).with("rtt_ms", Ipld.of(distant.rttMillis()));
    }
}
