package ipvm.jit;

/// What keeps a loop from running on for ever, if that can be told from its code.
sealed interface Rounds {

    /// Nothing that is known: fuel is asked for in every round.
    record Open() implements Rounds {}

    /// In every round something is called that asks for fuel itself.
    record Asked() implements Rounds {}

    /// In every round memory is touched, each time at the same distance from the last. After as
    /// many rounds as memory has room for the loop is over, if only by a trap.
    ///
    /// @param perByte at most the fuel it takes for each byte of memory
    /// @param besides at most the fuel it takes more than that
    record Walk(int perByte, int besides) implements Rounds {}

    /// Reads the loop whose body begins here.
    static Rounds of(Wire body, Module module) throws Refused {
        var survey = Survey.of(body.copy(), module);
        return survey == null ? new Open() : new RoundReader(body, module, survey).read();
    }
}
