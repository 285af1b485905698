package ipvm.ucan;

import java.util.OptionalLong;

/// The seconds since 1970 between which a token holds, both ends included; an absent end is open.
public record Window(OptionalLong notBefore, OptionalLong expires) {

    public static final Window ALWAYS = new Window(OptionalLong.empty(), OptionalLong.empty());

    /// JavaScript peers keep seconds in a double; beyond this they would round.
    static final long SECONDS_MAX = (1L << 53) - 1;

    public static Window until(long expires) {
        return new Window(OptionalLong.empty(), OptionalLong.of(expires));
    }

    public boolean isOver(long nowSeconds, long skewSeconds) {
        return expires.isPresent() && nowSeconds - skewSeconds > expires.getAsLong();
    }

    public boolean isAhead(long nowSeconds, long skewSeconds) {
        return notBefore.isPresent() && nowSeconds + skewSeconds < notBefore.getAsLong();
    }

    /// The time that both windows share.
    public Window and(Window that) {
        return new Window(
                pick(notBefore, that.notBefore, true), pick(expires, that.expires, false));
    }

    private static OptionalLong pick(OptionalLong one, OptionalLong other, boolean later) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        long a = one.getAsLong();
        long b = other.getAsLong();
        return OptionalLong.of(later ? Math.max(a, b) : Math.min(a, b));
    }
}
