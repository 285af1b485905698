package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;

/// One command: what may be written after its name, and what it does.
///
/// Jars beside the node add theirs as services of this type; a command of the node itself is found
/// by name in [Catalogue], so that starting one loads no other.
public interface Command {

    /// The model behind parsing, help, man page and completion.
    Syntax syntax();

    /// Does it; results go to the call's output, and what fails leaves the home as it was.
    Exit run(Call call) throws Stop, MalformedException, IOException;
}
