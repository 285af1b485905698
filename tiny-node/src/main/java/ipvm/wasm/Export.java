package ipvm.wasm;

import java.util.List;

/// A function that can be called: its name, and its type as WIT writes it.
public record Export(String name, String type, List<Parameter> params) {

    /// What it takes at one place, so that a caller can tell how to read what people write there.
    public record Parameter(String name, String type) {

        public boolean isText() {
            return type.equals("string");
        }

        public boolean isBytes() {
            return type.equals("list<u8>");
        }

        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    static Export of(String name, FuncType type) {
        var params =
                type.params().stream()
                        .map(param -> new Parameter(param.name(), param.type().toString()))
                        .toList();
        return new Export(name, type.toString(), params);
    }
}
