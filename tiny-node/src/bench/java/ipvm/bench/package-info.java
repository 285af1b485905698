/// Measures this node against peers, in one run on one machine.
@NullMarked
package ipvm.bench;

import org.jspecify.annotations.NullMarked;
