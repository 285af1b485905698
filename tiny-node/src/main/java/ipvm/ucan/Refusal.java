package ipvm.ucan;

import ipvm.data.Cid;

/// Why a token does not count: which one, which rule, what it wanted and what it found.
public record Refusal(Reason reason, Cid token, String rule, String expected, String found)
        implements Verdict, Backing {

    private static final int CHARS_MAX = 240;

    /// Who sends arguments of a megabyte does not get them into every log.
    public Refusal {
        expected = clip(expected);
        found = clip(found);
    }

    /// The kinds of refusal, under the names that other implementations use.
    public enum Reason {
        INVALID_CLAIM("InvalidClaim"),
        UNAVAILABLE_PROOF("UnavailableProof"),
        EXPIRED("Expired"),
        TOO_EARLY("TooEarly"),
        INVALID_AUDIENCE("InvalidAudience"),
        INVALID_SUBJECT("InvalidSubject"),
        INVALID_SIGNATURE("InvalidSignature"),
        MATCH_ERROR("MatchError"),
        REVOKED("Revoked"),
        REPLAYED("Replayed");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public String message() {
        return rule + " of token " + token + ": expected " + expected + ", found " + found;
    }

    private static String clip(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX - 3) + "...";
    }
}
