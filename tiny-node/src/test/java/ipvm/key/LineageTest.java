package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final PrivateKey OWNER = Keys.ed25519(100);
    private static final PrivateKey A = Keys.ed25519(1);
    private static final PrivateKey B = Keys.ed25519(2);
    private static final PrivateKey C = Keys.ed25519(3);
    private static final PrivateKey THIEF = Keys.ed25519(66);

    @Test
    void isTheNameItselfWhereNobodySucceeded() throws MalformedException {
        assertThat(lineage().current(A.did())).isEqualTo(A.did());
        assertThat(lineage(step(A, B, 1)).current(C.did())).isEqualTo(C.did());
    }

    @Test
    void followsSuccessionsInWhateverOrderTheyCame() throws MalformedException {
        var steps = new ArrayList<>(List.of(step(A, B, 1), byOwner(B, C, 5)));

        assertThat(new Lineage(steps, OWNER.did()).current(A.did())).isEqualTo(C.did());
        Collections.reverse(steps);
        assertThat(new Lineage(steps, OWNER.did()).current(A.did())).isEqualTo(C.did());
        assertThat(new Lineage(steps, OWNER.did()).current(B.did())).isEqualTo(C.did());
    }

    @Test
    void takesNoWordOfAStranger() throws MalformedException {
        var forged = new Succession(A.did(), THIEF.did(), 9).sign(THIEF);

        assertThat(lineage(forged).current(A.did())).isEqualTo(A.did());
        assertThat(lineage(forged, step(A, B, 1)).current(A.did())).isEqualTo(B.did());
    }

    @Test
    void takesTheOwnersWordBeforeThatOfAStolenKey() throws MalformedException {
        var stolen = step(A, THIEF, Long.MAX_VALUE);
        var rescued = byOwner(A, B, 1);

        assertThat(lineage(stolen, rescued).current(A.did())).isEqualTo(B.did());
        assertThat(lineage(rescued, stolen).current(A.did())).isEqualTo(B.did());
    }

    @Test
    void takesTheLaterOfTwoWordsOfOne() throws MalformedException {
        assertThat(lineage(step(A, B, 1), step(A, C, 2)).current(A.did())).isEqualTo(C.did());
        assertThat(lineage(byOwner(A, B, 2), byOwner(A, C, 1)).current(A.did())).isEqualTo(B.did());
    }

    @Test
    void takesTheSameWordTwiceForOne() throws MalformedException {
        assertThat(lineage(step(A, B, 1), step(A, B, 1)).current(A.did())).isEqualTo(B.did());
    }

    @Test
    void namesNobodyBetweenTwoSuccessorsOfEqualWeight() {
        refuses(lineage(step(A, B, 1), step(A, C, 1)), "two of equal weight");
        refuses(lineage(byOwner(A, B, 1), byOwner(A, C, 1), step(A, B, 9)), "two of equal weight");
    }

    @Test
    void namesNobodyWhereTheNumberDoesNotGrow() {
        refuses(lineage(step(A, B, 1), step(B, C, 1)), "number above 1: found 1");
        refuses(lineage(step(A, B, 7), byOwner(B, C, 6)), "number above 7: found 6");
    }

    @Test
    void namesNobodyInACircle() {
        refuses(lineage(step(A, B, 1), step(B, A, 2)), "circle");
        refuses(lineage(step(A, B, 1), step(B, C, 2), step(C, B, 3)), "circle");
    }

    @Test
    void followsNoLineBeyondItsLimit() throws MalformedException {
        var steps = new ArrayList<Succession.Signed>();
        for (int i = 1; i < 70; i++) {
            steps.add(step(Keys.ed25519(i), Keys.ed25519(i + 1), i));
        }

        refuses(new Lineage(steps, OWNER.did()), "at most 64 names");
        assertThat(new Lineage(steps.subList(0, 63), OWNER.did()).current(A.did()))
                .isEqualTo(Keys.ed25519(64).did());
    }

    @Test
    void hasNoLimitBelowOne() {
        assertThatThrownBy(() -> new Limits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void refuses(Lineage lineage, String message) {
        assertThatThrownBy(() -> lineage.current(A.did()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    private static Lineage lineage(Succession.Signed... known) {
        return new Lineage(List.of(known), OWNER.did());
    }

    private static Succession.Signed step(PrivateKey old, PrivateKey next, long seq) {
        return new Succession(old.did(), next.did(), seq).sign(old);
    }

    private static Succession.Signed byOwner(PrivateKey old, PrivateKey next, long seq) {
        return new Succession(old.did(), next.did(), seq).sign(OWNER);
    }
}
