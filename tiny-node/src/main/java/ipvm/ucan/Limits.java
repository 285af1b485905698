package ipvm.ucan;

/// What a token, a policy, a chain or a container may cost at most.
///
/// @param tokenBytesMax bytes of one token
/// @param proofsMax delegations of one chain
/// @param statementsMax statements of one policy, nested ones counted
/// @param stepsMax statements, elements and characters that judging the policies of one chain may
///   visit
/// @param selectorCharsMax characters of one selector or pattern
/// @param tokensMax tokens of one container
/// @param inflatedBytesMax bytes of a container after gunzip and base64
public record Limits(
        int tokenBytesMax,
        int proofsMax,
        int statementsMax,
        int stepsMax,
        int selectorCharsMax,
        int tokensMax,
        int inflatedBytesMax) {

    public static final Limits DEFAULT =
            new Limits(256 << 10, 32, 1_024, 250_000, 1_024, 1_024, 1 << 20);

    public Limits {
        require("tokenBytesMax", tokenBytesMax);
        require("proofsMax", proofsMax);
        require("statementsMax", statementsMax);
        require("stepsMax", stepsMax);
        require("selectorCharsMax", selectorCharsMax);
        require("tokensMax", tokensMax);
        require("inflatedBytesMax", inflatedBytesMax);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is less than 1");
        }
    }
}
