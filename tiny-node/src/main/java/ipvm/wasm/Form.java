package ipvm.wasm;

/// What kind of module it is.
public enum Form {
    /// A core module: functions of numbers.
    CORE("core module"),
    /// A core module that carries the types of its functions in a custom section.
    DESCRIBED("core module with component types"),
    /// A component.
    COMPONENT("component");

    private final String words;

    Form(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
