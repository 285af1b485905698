package ipvm.ble;

/// What the configuration asks for.
///
/// @param adapter such as `hci0`; `any` for the first
record Wish(String adapter, Mark self, Limits limits) {

    boolean isFor(String path) {
        return adapter.equals("any") || path.endsWith("/" + adapter);
    }

    /// The adapter as it is called in a message, behind a space; nothing where it may be any.
    String named() {
        return adapter.equals("any") ? "" : " " + adapter;
    }
}
