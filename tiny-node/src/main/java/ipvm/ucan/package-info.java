/// Authority that travels with the message: delegations, invocations, policies, chains into a
/// Grant.
@NullMarked
package ipvm.ucan;

import org.jspecify.annotations.NullMarked;
