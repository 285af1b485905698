package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Some lines of an answer, with the receipts that they speak of.
///
/// @param request what is answered
/// @param run which of several answers to the same request, where somebody was started anew
/// @param at how many lines were told before
/// @param end present with the last line
record Passage(
        Cid request,
        long run,
        long at,
        List<Ipld.Map> lines,
        List<Proof> proofs,
        Optional<Office.End> end) {

    /// A receipt with the task that it is of.
    record Proof(Bytes task, Bytes receipt) {}

    Passage {
        lines = List.copyOf(lines);
        proofs = List.copyOf(proofs);
    }

    Bytes encode() {
        var rows =
                proofs.stream()
                        .<Ipld>map(one -> Ipld.list(Ipld.of(one.task), Ipld.of(one.receipt)))
                        .toList();
        var map =
                Ipld.map(
                        "re", Ipld.of(request),
                        "run", Ipld.of(run),
                        "at", Ipld.of(at),
                        "lines", new Ipld.List(List.<Ipld>copyOf(lines)),
                        "receipts", new Ipld.List(rows));
        return DagCbor.encode(
                end.isEmpty()
                        ? map
                        : map.with("exit", Ipld.of(end.get().exit()))
                                .with("error", Ipld.of(end.get().error())));
    }

    /// Whether a word is one of these.
    static boolean isOne(Ipld.Map word) {
        return word.find("lines").isPresent();
    }

    static Passage of(Ipld.Map word) throws MalformedException {
        var lines = new ArrayList<Ipld.Map>();
        for (var item : items(word, "lines")) {
            if (!(item instanceof Ipld.Map line)) {
                throw new MalformedException("line: a map", item.kind());
            }
            lines.add(line);
        }
        var proofs = new ArrayList<Proof>();
        for (var item : items(word, "receipts")) {
            proofs.add(proof(item));
        }
        return new Passage(
                Answered.request(word),
                number(word, "run"),
                number(word, "at"),
                lines,
                proofs,
                end(word));
    }

    private static Proof proof(Ipld item) throws MalformedException {
        if (item instanceof Ipld.List(var pair)
                && pair.size() == 2
                && pair.get(0) instanceof Ipld.Binary(var task)
                && pair.get(1) instanceof Ipld.Binary(var receipt)) {
            return new Proof(task, receipt);
        }
        throw new MalformedException("task and receipt", item.kind());
    }

    private static Optional<Office.End> end(Ipld.Map word) throws MalformedException {
        if (word.find("exit").isEmpty()) {
            return Optional.empty();
        }
        var error =
                word.find("error").orElse(Ipld.ofNull()) instanceof Ipld.Text(var text) ? text : "";
        return Optional.of(new Office.End(number(word, "exit"), error));
    }

    private static List<Ipld> items(Ipld.Map word, String key) throws MalformedException {
        if (word.find(key).orElse(Ipld.ofNull()) instanceof Ipld.List(var items)) {
            return items;
        }
        throw new MalformedException("answer with '" + key + "'", "none");
    }

    private static long number(Ipld.Map word, String key) throws MalformedException {
        if (word.find(key).orElse(Ipld.ofNull()) instanceof Ipld.Int number
                && !number.negative()
                && number.fitsLong()) {
            return number.asLong();
        }
        throw new MalformedException("answer with a number '" + key + "'", "none");
    }
}
