/// The command line: `main`, the frame that reads a line and says how it ended, one class per
/// command.
@NullMarked
package ipvm.cli;

import org.jspecify.annotations.NullMarked;
