package ipvm.cli;

import java.util.Objects;

/// Which release this is, as the jar's manifest has it.
final class Version {

    private Version() {}

    static String line() {
        return "ipvm " + number();
    }

    static String number() {
        var number = Version.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(number, "(not built as a jar)");
    }
}
