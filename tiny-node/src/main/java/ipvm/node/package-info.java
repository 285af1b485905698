/// The node itself: one step of it, its events and actions, and the hands that do them.
@NullMarked
package ipvm.node;

import org.jspecify.annotations.NullMarked;
