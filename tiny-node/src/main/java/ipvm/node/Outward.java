package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.store.Change;
import ipvm.ucan.Container;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Limits;
import ipvm.ucan.Proofs;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request on its way between neighbours, as it lies in the store until it is answered.
///
/// @param neighbour who is asked, or who asks
/// @param container the request and what backs it
record Outward(Did neighbour, Bytes container) {

    /// Which way a request goes; part of the key that it is kept under.
    enum Way {
        OUT("out/"),
        IN("in/");

        private final String prefix;

        Way(String prefix) {
            this.prefix = prefix;
        }

        String key(Cid request) {
            return prefix + request;
        }

        boolean is(String key) {
            return key.startsWith(prefix);
        }
    }

    /// A request with what backs it.
    record Petition(Invocation request, List<Delegation> proofs) {

        Proofs given() {
            return Proofs.of(proofs);
        }
    }

    static Outward of(Did neighbour, List<Token> tokens) {
        var container = Container.sorted(tokens.stream().map(Token::bytes).toList());
        return new Outward(neighbour, container.encode(Container.Packing.RAW));
    }

    /// The one request in it that may be meant for an executor.
    Petition petition(Did executor) throws MalformedException {
        Optional<Invocation> request = Optional.empty();
        var proofs = new ArrayList<Delegation>();
        for (var token : Container.decode(container).read(Limits.DEFAULT)) {
            switch (token) {
                case Delegation delegation -> proofs.add(delegation);
                case Invocation invocation -> {
                    if (invocation.executor().equals(executor)) {
                        request = Optional.of(invocation);
                    }
                }
            }
        }
        return new Petition(
                request.orElseThrow(
                        () -> new MalformedException("request for " + executor, "none")),
                proofs);
    }

    Change kept(Way way, Cid request) {
        var value = Ipld.list(Ipld.of(neighbour.text()), Ipld.of(container));
        return new Change.Set(
                Change.Purpose.OUTBOX, way.key(request), Optional.of(DagCbor.encode(value)));
    }

    static Change over(Way way, Cid request) {
        return new Change.Set(Change.Purpose.OUTBOX, way.key(request), Optional.empty());
    }

    static Outward decode(Bytes value) throws MalformedException {
        if (DagCbor.decode(value) instanceof Ipld.List(var items)
                && items.size() == 2
                && items.get(0) instanceof Ipld.Text(var did)
                && items.get(1) instanceof Ipld.Binary(var container)) {
            return new Outward(Did.parse(did), container);
        }
        throw new MalformedException("kept request", "something else");
    }
}
