package ipvm.wasm;

import org.jspecify.annotations.Nullable;

/// A component not yet linked: its bytes, and the scope that its outer aliases mean.
record Component(Reader body, @Nullable Scope outer) {}
