/// Runs a Wasm module or component for an exact bill: IPLD values in, one value out.
///
/// Components are linked when they are compiled, so that a run is a list of core modules to start
/// and one function to call.
@NullMarked
package ipvm.wasm;

import org.jspecify.annotations.NullMarked;
