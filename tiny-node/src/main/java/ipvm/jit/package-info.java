/// Wasm functions become metered JVM code: limits, validation and a compiler behind Endive's
/// `Machine`.
///
/// Nothing here knows of IPVM: bytes go in, and an Endive instance with another machine comes out,
/// so that the package can serve whoever runs Endive and wants a bill.
@NullMarked
package ipvm.jit;

import org.jspecify.annotations.NullMarked;
