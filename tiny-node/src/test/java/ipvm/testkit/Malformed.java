package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.MalformedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a refusal must say: what was read, what was found, and at which byte.
public final class Malformed {

    private final MalformedException refusal;

    private Malformed(MalformedException refusal) {
        this.refusal = refusal;
    }

    /// Fails unless the call ends in [MalformedException] and in nothing else.
    public static Malformed assertThatRefuses(ThrowingCallable call) {
        var refusal = catchThrowableOfType(MalformedException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return new Malformed(refusal);
    }

    public Malformed hasWhat(String part) {
        assertThat(refusal.what()).contains(part);
        return this;
    }

    public Malformed hasFound(String part) {
        assertThat(refusal.found()).contains(part);
        return this;
    }

    public Malformed hasOffset(long offset) {
        assertThat(refusal.offset()).as(refusal.getMessage()).isEqualTo(offset);
        return this;
    }

    public Malformed hasPlace(int line, int column) {
        assertThat(new int[] {refusal.line(), refusal.column()})
                .as(refusal.getMessage())
                .containsExactly(line, column);
        return this;
    }
}
