package ipvm.node;

/// What came through an inlet.
///
/// @param readings the number of the last one
/// @param dropped those beyond its rate, since the node began
public record InletCount(InletTerms terms, long readings, long dropped) {

    static InletCount of(Inflow inflow) {
        return new InletCount(inflow.terms(), inflow.lastNumber(), inflow.dropped());
    }
}
