package ipvm.node;

import ipvm.data.Cid;
import ipvm.key.Did;
import ipvm.mesh.Parcel;
import ipvm.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What asking neighbours, and answering them, needs of the neighbourhood; every word comes back on
/// its one thread.
interface Street {

    /// What a request comes to.
    Favour favour(Outward.Petition petition);

    /// Has an order carried out here.
    void ask(Order order, Consumer<Reply> ear);

    /// Has something answered in lines.
    void answer(Office.Question question, Office.Ear ear);

    /// Has something done on the one thread.
    void post(Runnable step);

    /// Has changes made durable, and tells whether they are.
    void keep(List<Change> changes, Consumer<Boolean> ear);

    void want(Did of, Cid block);

    /// Hands a parcel over, and tells that it is safe there, or that it never will be.
    void send(Did to, Parcel parcel, Consumer<Boolean> fate);

    /// Gives a neighbour what these name, for as long as it asks.
    void give(Did to, List<Cid> blocks);

    /// Somebody waits for a neighbour.
    void look(Did who);

    /// What came of asking somebody.
    Distant distant(Did who, Optional<Reply> reply);

    /// What came of asking somebody for lines, which were told.
    Distant distant(Did who, Office.End end);

    /// On the clock that nobody sets.
    long nowMillis();

    /// What time it is, as far as that is known.
    long wallMillis();
}
