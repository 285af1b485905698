package ipvm.rule;

import ipvm.data.Ipld;

/// Where the last result of a rule can be seen: a CoAP resource, a retained topic.
///
/// A result is shown again after a restart, so showing the same twice must do no harm.
public interface Outlet {

    void show(String name, Ipld value);
}
