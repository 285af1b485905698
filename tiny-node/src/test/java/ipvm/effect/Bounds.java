package ipvm.effect;

/// The default limits but for one.
final class Bounds {

    private Bounds() {}

    static Limits fileBytes(int max) {
        return of(max, Limits.DEFAULT.httpMillisMax());
    }

    static Limits httpMillis(int max) {
        return of(Limits.DEFAULT.fileBytesMax(), max);
    }

    private static Limits of(int fileBytesMax, int httpMillisMax) {
        var all = Limits.DEFAULT;
        return new Limits(
                all.randomBytesMax(),
                all.logCharsMax(),
                fileBytesMax,
                all.pathCharsMax(),
                all.urlCharsMax(),
                all.headersMax(),
                all.headBytesMax(),
                all.requestBytesMax(),
                all.bodyBytesMax(),
                all.redirectsMax(),
                all.connectMillisMax(),
                httpMillisMax);
    }
}
