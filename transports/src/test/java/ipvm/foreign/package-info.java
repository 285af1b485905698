/// Foreign programs that the tests of the links run against.
@NullMarked
package ipvm.foreign;

import org.jspecify.annotations.NullMarked;
