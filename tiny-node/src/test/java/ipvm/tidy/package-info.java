/// The house rules, each a reader of the source tree that says where it is broken.
@NullMarked
package ipvm.tidy;

import org.jspecify.annotations.NullMarked;
