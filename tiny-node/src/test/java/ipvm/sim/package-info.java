/// Simulated twins of what a node touches: a world whose time, chance and faults are scripted.
@NullMarked
package ipvm.sim;

import org.jspecify.annotations.NullMarked;
