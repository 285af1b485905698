package ipvm.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the canonical ABI lays a type out, in memory and flat, and how large the type itself is.
///
/// @param size bytes in memory
/// @param align of its address
/// @param flat the core values it becomes; those beyond [#FLAT_MAX] are left out but for one,
///   because such a type always goes through memory
/// @param nodes parts of the type when it is written out
/// @param depth types inside one another
/// @param isPointing whether it holds strings or lists
record Layout(int size, int align, List<Core> flat, int nodes, int depth, boolean isPointing) {

    static final int FLAT_MAX = 16;
    private static final int NODES_MAX = 1 << 20;

    static Layout scalar(int size, Core core) {
        return new Layout(size, size, List.of(core), 1, 1, false);
    }

    static final Layout STRING = new Layout(8, 4, List.of(Core.I32, Core.I32), 1, 1, true);

    static Layout list(Layout element) {
        return new Layout(8, 4, STRING.flat, nodes(element.nodes + 1), element.depth + 1, true);
    }

    static Layout flags(int count) {
        int size = count <= 8 ? 1 : count <= 16 ? 2 : 4;
        return new Layout(size, size, List.of(Core.I32), nodes(count), 1, false);
    }

    /// Of a record or tuple: one after the other, each aligned.
    static Layout sequence(List<Wit> parts) {
        int size = 0;
        int align = 1;
        int nodes = 1;
        int depth = 0;
        boolean isPointing = false;
        for (var part : parts) {
            var layout = part.layout();
            size = aligned(size, layout.align) + layout.size;
            align = Math.max(align, layout.align);
            nodes = nodes(nodes + layout.nodes);
            depth = Math.max(depth, layout.depth);
            isPointing |= layout.isPointing;
        }
        return new Layout(aligned(size, align), align, flat(parts), nodes, depth + 1, isPointing);
    }

    /// Of a variant: which case it is, and room for the largest one.
    static Layout cases(List<Optional<Wit>> cases) {
        int discriminant = discriminant(cases.size());
        var flat = new ArrayList<Core>();
        int size = 0;
        int align = discriminant;
        int nodes = cases.size();
        int depth = 0;
        boolean isPointing = false;
        for (var payload : cases) {
            if (payload.isPresent()) {
                var layout = payload.get().layout();
                size = Math.max(size, layout.size);
                align = Math.max(align, layout.align);
                nodes = nodes(nodes + layout.nodes);
                depth = Math.max(depth, layout.depth);
                isPointing |= layout.isPointing;
                join(flat, layout.flat);
            }
        }
        flat.addFirst(Core.I32);
        return new Layout(
                aligned(aligned(discriminant, align) + size, align),
                align,
                capped(flat),
                nodes(nodes),
                depth + 1,
                isPointing);
    }

    private static void join(List<Core> flat, List<Core> more) {
        for (int i = 0; i < more.size(); i++) {
            if (i < flat.size()) {
                flat.set(i, Core.join(flat.get(i), more.get(i)));
            } else {
                flat.add(more.get(i));
            }
        }
    }

    /// The core values of several types after one another.
    static List<Core> flat(List<Wit> parts) {
        var flat = new ArrayList<Core>();
        for (var part : parts) {
            if (flat.size() <= FLAT_MAX) {
                flat.addAll(part.layout().flat);
            }
        }
        return capped(flat);
    }

    private static List<Core> capped(List<Core> flat) {
        return List.copyOf(flat.subList(0, Math.min(flat.size(), FLAT_MAX + 1)));
    }

    /// Bytes of the number that says which case it is.
    static int discriminant(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    static int aligned(int size, int align) {
        return (size + align - 1) & -align;
    }

    private static int nodes(int nodes) {
        return Math.min(nodes, NODES_MAX);
    }
}
