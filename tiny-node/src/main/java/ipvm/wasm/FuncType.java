package ipvm.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a function takes, by name, and gives.
record FuncType(List<Wit.Field> params, Optional<Wit> result) implements Typed {

    List<Wit> paramTypes() {
        return params.stream().map(Wit.Field::type).toList();
    }

    private List<Core> flatResult() {
        return result.map(type -> type.layout().flat()).orElse(List.of());
    }

    boolean isParamsInMemory() {
        return Layout.flat(paramTypes()).size() > Layout.FLAT_MAX;
    }

    boolean isResultInMemory() {
        return flatResult().size() > 1;
    }

    private List<Core> flatParams() {
        return isParamsInMemory() ? List.of(Core.I32) : Layout.flat(paramTypes());
    }

    /// The core function that can stand behind it.
    Core.Type lifted() {
        return new Core.Type(flatParams(), isResultInMemory() ? List.of(Core.I32) : flatResult());
    }

    /// The core function that it becomes for those who import it.
    Core.Type lowered() {
        if (!isResultInMemory()) {
            return new Core.Type(flatParams(), flatResult());
        }
        var params = new ArrayList<>(flatParams());
        params.add(Core.I32);
        return new Core.Type(List.copyOf(params), List.of());
    }

    boolean isParamsPointing() {
        return paramTypes().stream().anyMatch(type -> type.layout().isPointing());
    }

    boolean isResultPointing() {
        return result.map(type -> type.layout().isPointing()).orElse(false);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("func(");
        for (var param : params) {
            text.append(text.length() > 5 ? ", " : "").append(param);
        }
        text.append(")");
        result.ifPresent(type -> text.append(" -> ").append(type));
        return text.toString();
    }
}
