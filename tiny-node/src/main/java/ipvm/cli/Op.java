package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;

/// One kind of request that a home answers.
@FunctionalInterface
interface Op {

    /// Answers in lines; what is wrong with a request, or at the moment, is a [Stop].
    void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException;
}
