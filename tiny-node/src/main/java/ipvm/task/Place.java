package ipvm.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from the root of a document to one of its values.
///
/// @param parent the place one level up, null at the root
/// @param step the key or index there, at the root the name of the document
/// @param isIndex whether the step is an index
record Place(@Nullable Place parent, String step, boolean isIndex) {

    static Place root(String name) {
        return new Place(null, name, false);
    }

    Place key(String key) {
        return new Place(this, key, false);
    }

    Place index(int index) {
        return new Place(this, Integer.toString(index), true);
    }

    /// The keys and indexes below the root.
    List<String> steps() {
        Deque<String> steps = new ArrayDeque<>();
        for (var at = this; at.parent != null; at = at.parent) {
            steps.addFirst(at.step);
        }
        return List.copyOf(steps);
    }

    /// As a person would write it: `workflow.tasks[1].run`.
    @Override
    public String toString() {
        Deque<String> parts = new ArrayDeque<>();
        for (@Nullable Place at = this; at != null; at = at.parent) {
            parts.addFirst(
                    at.parent == null ? at.step : at.isIndex ? "[" + at.step + "]" : "." + at.step);
        }
        return String.join("", parts);
    }
}
