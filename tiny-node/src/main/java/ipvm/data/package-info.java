/// Bytes, CIDs, IPLD values and their codecs: what everything is named by.
@NullMarked
package ipvm.data;

import org.jspecify.annotations.NullMarked;
