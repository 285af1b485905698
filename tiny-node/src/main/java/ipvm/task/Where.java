package ipvm.task;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import java.util.List;

/// Where a job may be done, as far as whoever asks for it cares.
public sealed interface Where {

    /// By the node that is asked.
    record Here() implements Where {}

    /// By one that is named.
    record There(Did executor) implements Where {}

    /// At most one hop away.
    record Near() implements Where {}

    /// Wherever it is done soonest.
    record Any() implements Where {}

    static Where of(Node node) throws MalformedException {
        var word = node.text();
        return switch (word) {
            case "here" -> new Here();
            case "near" -> new Near();
            case "any" -> new Any();
            default -> there(node, word);
        };
    }

    private static Where there(Node node, String word) throws MalformedException {
        if (word.startsWith("did:")) {
            return new There(node.did());
        }
        var hint = Typo.hint(word, List.of("here", "near", "any"));
        throw node.malformed("here, near, any or a DID", "'" + word + "'" + hint);
    }
}
