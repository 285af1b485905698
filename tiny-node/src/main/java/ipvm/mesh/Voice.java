package ipvm.mesh;

/// How what is kept of a neighbour speaks to it, and of it.
interface Voice {

    /// Says something over a certain way.
    void say(Route route, Message message);

    /// Says something over the best way.
    void say(Message message);

    void tell(Deed deed);
}
