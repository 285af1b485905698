package ipvm.wasm;

import org.jspecify.annotations.Nullable;

/// A type of which only handles are handed out. Two are the same only if they are one object.
final class Resource implements Typed {

    private static final int HOST = -1;

    /// The component instance that made it, or -1 for the host.
    final int owner;

    /// What to call with the representation when the last handle goes.
    final @Nullable CoreItem destructor;

    Resource(int owner, @Nullable CoreItem destructor) {
        this.owner = owner;
        this.destructor = destructor;
    }

    static Resource ofHost() {
        return new Resource(HOST, null);
    }
}
