/// Links to neighbours: whole frames over any wire, one sealed session for each neighbour above
/// them.
///
/// A link finds places and carries frames; it need not be trusted. Who is at a place, and what was
/// said there, is settled by the sessions above all links.
@NullMarked
package ipvm.link;

import org.jspecify.annotations.NullMarked;
