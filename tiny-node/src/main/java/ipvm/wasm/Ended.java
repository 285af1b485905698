package ipvm.wasm;

import ipvm.data.Ipld;

/// How a call ended, and for how much. Each of these is expected; none is an exception.
public sealed interface Ended {

    Bill bill();

    /// It gave a value: null for a function without results.
    record Ok(Ipld value, Bill bill) implements Ended {}

    /// The call does not fit the module (`NoSuchFunction`, `BadArgument`), or its value does not
    /// fit IPLD (`NotFinite`).
    record Failed(String name, String message, Bill bill) implements Ended {}

    /// The module did what it must not, always and everywhere.
    record Trapped(String kind, Bill bill) implements Ended {}

    /// The fuel was used up.
    record OutOfFuel(Bill bill) implements Ended {}

    /// It cannot begin, or cannot hand over its value, within the memory granted.
    record OutOfMemory(Bill bill) implements Ended {}

    /// The board had less memory left than was granted; that says nothing about the task.
    record NoRoom(Bill bill) implements Ended {}

    /// The watch stopped it.
    record TimedOut(Bill bill) implements Ended {}
}
