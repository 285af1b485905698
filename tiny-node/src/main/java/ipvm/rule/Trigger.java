package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.task.Node;

/// A kind of event from outside that rules may wait for, such as `inlet` or `pin`.
///
/// Found with `ServiceLoader`. It only knows what may be asked of it; whoever has the device in
/// hand reads [On.Event] of each rule and brings the events in.
public interface Trigger {

    /// The key by which `on` names it.
    String name();

    /// Refuses an `on` that it does not understand, each fault at its place.
    void check(Node on) throws MalformedException;
}
