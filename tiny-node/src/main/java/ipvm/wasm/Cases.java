package ipvm.wasm;

import java.util.List;
import java.util.Optional;

/// What the kinds of variants have in common: cases with or without a payload.
final class Cases {

    private Cases() {}

    static List<Optional<Wit>> of(Wit.Variant type) {
        return type.cases().stream().map(Wit.Case::type).toList();
    }

    static List<Optional<Wit>> of(Wit.Enumeration type) {
        return type.names().stream().map(name -> Optional.<Wit>empty()).toList();
    }

    static List<Optional<Wit>> of(Wit.Option type) {
        return List.of(Optional.empty(), Optional.of(type.some()));
    }

    static List<Optional<Wit>> of(Wit.Result type) {
        return List.of(type.ok(), type.error());
    }

    /// Where in memory a payload begins.
    static int payloadOffset(List<Optional<Wit>> cases) {
        int align = 1;
        for (var payload : cases) {
            align = Math.max(align, payload.map(type -> type.layout().align()).orElse(1));
        }
        return Layout.aligned(Layout.discriminant(cases.size()), align);
    }
}
