package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.node.Office;
import ipvm.ucan.Command;
import java.util.Optional;
import java.util.Set;

/// What of a home can be looked at from elsewhere, and under which command.
///
/// A request that is not named here stays at home, whoever asks: most of them change something.
final class Views {

    private static final Set<String> RULE_VERBS = Set.of("list", "show", "state", "log");

    private Views() {}

    /// The command that somebody elsewhere needs for a request of this home; nothing where there is
    /// none.
    static Optional<Command> command(String op, Ipld.Map args) {
        return switch (op) {
            case "block", "give" -> Optional.of(Office.READ);
            case "receipts", "sessions", "trace" -> Optional.of(Office.RECEIPTS);
            case "status", "tasks", "readings", "outlets" -> Optional.of(Office.INSPECT);
            case "peers" -> only(args.find("name").isEmpty(), Office.INSPECT);
            case "intents" -> only(args.find("settle").isEmpty(), Office.INSPECT);
            case "rule" -> only(RULE_VERBS.contains(verb(args)), Office.INSPECT);
            case "inlet" -> only(verb(args).equals("list"), Office.INSPECT);
            default -> Optional.empty();
        };
    }

    private static Optional<Command> only(boolean isLook, Command command) {
        return isLook ? Optional.of(command) : Optional.empty();
    }

    private static String verb(Ipld.Map args) {
        return args.find("verb").orElse(Ipld.ofNull()) instanceof Ipld.Text(var verb) ? verb : "";
    }
}
