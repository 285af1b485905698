/// What the tests of every package share: seeds, mutations, random values, measured allocation.
@NullMarked
package ipvm.testkit;

import org.jspecify.annotations.NullMarked;
