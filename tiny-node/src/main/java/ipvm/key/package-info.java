/// did:key identities, signatures, sealed boxes, key files: who speaks, and who may read.
@NullMarked
package ipvm.key;

import org.jspecify.annotations.NullMarked;
