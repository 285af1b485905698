package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a store has of all that is named from some roots on.
///
/// @param here what is there
/// @param missing what is named and is not
record Reach(Set<Cid> here, Set<Cid> missing) {

    /// As many missing names are told as a person can do something about.
    private static final int NAMED_MAX = 100;

    static Reach of(Collection<Cid> roots, Store store)
            throws Stop, MalformedException, IOException {
        var reach = new Reach(new LinkedHashSet<>(), new LinkedHashSet<>());
        Dag.walk(roots, cid -> reach.visit(cid, store));
        return reach;
    }

    private List<Cid> visit(Cid cid, Store store) throws IOException {
        if (Dag.holdsItself(cid)) {
            return Links.of(cid, cid.hash().digest());
        }
        if (!Dag.mayLink(cid)) {
            (store.has(cid) ? here : missing).add(cid.toV1());
            return List.of();
        }
        var block = store.block(cid);
        (block.isPresent() ? here : missing).add(cid.toV1());
        return block.isPresent() ? Links.of(cid, block.get()) : List.of();
    }

    /// `{blocks, missing: [link], more}`: `more` is how many are missing besides those named.
    Ipld.Map line(Cid root) {
        var named = new ArrayList<Ipld>();
        missing.stream().limit(NAMED_MAX).forEach(cid -> named.add(Ipld.of(cid)));
        return Ipld.map(
                "cid", Ipld.of(root.toString()),
                "blocks", Ipld.of(here.size()),
                "missing", new Ipld.List(named),
                "more", Ipld.of(missing.size() - named.size()));
    }
}
