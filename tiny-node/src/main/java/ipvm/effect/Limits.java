package ipvm.effect;

/// What one effect may take or give at most.
///
/// A value has to fit into a receipt, and a receipt into a block of 1 MiB, so nothing here is
/// larger than that.
///
/// @param randomBytesMax bytes of one `/random/bytes`
/// @param logCharsMax characters of one line of `/log/write`
/// @param fileBytesMax bytes of a file read or written
/// @param pathCharsMax characters of a path
/// @param urlCharsMax characters of a URL
/// @param headersMax headers of a request, and of an answer
/// @param headBytesMax bytes of all headers of a request, and of an answer
/// @param requestBytesMax bytes of the body of a request
/// @param bodyBytesMax bytes of the body of an answer
/// @param redirectsMax redirects that are followed
/// @param connectMillisMax how long making one connection may take
/// @param httpMillisMax how long a request may take, redirects and all
public record Limits(
        int randomBytesMax,
        int logCharsMax,
        int fileBytesMax,
        int pathCharsMax,
        int urlCharsMax,
        int headersMax,
        int headBytesMax,
        int requestBytesMax,
        int bodyBytesMax,
        int redirectsMax,
        int connectMillisMax,
        int httpMillisMax) {

    /// More of anything than a block holds, and longer than a minute, is nobody's to configure.
    static final int BYTES_BOUND = 1 << 20;

    static final int MILLIS_BOUND = 60_000;

    private static final int BODY_BYTES = 768 << 10;

    public static final Limits DEFAULT =
            new Limits(
                    64 << 10,
                    4_096,
                    BODY_BYTES,
                    1_024,
                    8_192,
                    64,
                    16 << 10,
                    BODY_BYTES,
                    BODY_BYTES,
                    5,
                    10_000,
                    30_000);

    public Limits {
        require("randomBytesMax", randomBytesMax, BYTES_BOUND);
        require("logCharsMax", logCharsMax, BYTES_BOUND);
        require("fileBytesMax", fileBytesMax, BYTES_BOUND);
        require("pathCharsMax", pathCharsMax, BYTES_BOUND);
        require("urlCharsMax", urlCharsMax, BYTES_BOUND);
        require("headersMax", headersMax, BYTES_BOUND);
        require("headBytesMax", headBytesMax, BYTES_BOUND);
        require("requestBytesMax", requestBytesMax, BYTES_BOUND);
        require("bodyBytesMax", bodyBytesMax, BYTES_BOUND);
        require("redirectsMax", redirectsMax, BYTES_BOUND);
        require("connectMillisMax", connectMillisMax, MILLIS_BOUND);
        require("httpMillisMax", httpMillisMax, MILLIS_BOUND);
    }

    private static void require(String name, int value, int bound) {
        if (value < 1 || value > bound) {
            throw new IllegalArgumentException(name + " " + value + " is not in 1.." + bound);
        }
    }
}
