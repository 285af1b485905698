package ipvm.wasm;

import java.util.List;

/// What can be done with a handle.
enum Deed {
    NEW(List.of(Core.I32)),
    DROP(List.of()),
    REPRESENTATION(List.of(Core.I32));

    final Core.Type type;

    Deed(List<Core> results) {
        type = new Core.Type(List.of(Core.I32), results);
    }
}
