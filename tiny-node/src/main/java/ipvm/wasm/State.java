package ipvm.wasm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a component instance keeps at run time: its handles, and whether one may enter or leave it.
final class State {

    private static final int HANDLES_MAX = 1 << 16;

    /// One entry of the handle table.
    record Held(Resource resource, int representation, boolean isOwn) {}

    private final int component;
    private final List<@Nullable Held> handles = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int borrowed;
    boolean isEntered;
    boolean isClosed;

    State(int component) {
        this.component = component;
        handles.add(null);
    }

    /// Whether it is as if it were new.
    boolean isUntouched() {
        return handles.size() == 1 && !isEntered && !isClosed;
    }

    void enter() {
        if (isEntered) {
            throw Fault.of("re-entered component instance");
        }
        isEntered = true;
    }

    /// Handles that were only lent have to be given back by then.
    void exit() {
        if (borrowed > 0) {
            throw Fault.of("borrowed handle kept");
        }
        isEntered = false;
    }

    void requireOpen() {
        if (isClosed) {
            throw Fault.of("cannot leave component instance");
        }
    }

    int add(Held held) {
        if (!free.isEmpty()) {
            int index = free.pop();
            handles.set(index, held);
            return index;
        }
        if (handles.size() > HANDLES_MAX) {
            throw Fault.of("too many handles");
        }
        handles.add(held);
        return handles.size() - 1;
    }

    Held get(int index, Resource resource) {
        var held = index <= 0 || index >= handles.size() ? null : handles.get(index);
        if (held == null || held.resource() != resource) {
            throw Fault.of("unknown handle index " + Integer.toUnsignedString(index));
        }
        return held;
    }

    Held remove(int index, Resource resource) {
        var held = get(index, resource);
        handles.set(index, null);
        free.push(index);
        borrowed -= held.isOwn() ? 0 : 1;
        return held;
    }

    /// What a handle that leaves the component stands for.
    Value lift(Wit.Handle type, int index) {
        var held = get(index, type.resource());
        if (type.isOwn()) {
            if (!held.isOwn()) {
                throw Fault.of("borrowed handle given away");
            }
            remove(index, type.resource());
        }
        return new Value.Reference(held.resource(), held.representation());
    }

    /// A handle for what comes in; the maker of a resource sees what it stands for.
    int lower(Wit.Handle type, Value.Reference value) {
        if (value.resource() != type.resource()) {
            throw Fault.of("handle of another resource");
        }
        if (!type.isOwn() && type.resource().owner == component) {
            return value.representation();
        }
        borrowed += type.isOwn() ? 0 : 1;
        return add(new Held(value.resource(), value.representation(), type.isOwn()));
    }
}
