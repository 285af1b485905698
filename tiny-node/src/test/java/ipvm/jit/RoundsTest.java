package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which loops need no question for fuel in every round, and which only look like it.
class RoundsTest {

    private static final int WALKER = 0;
    private static final int OTHER = 1;

    /// Pays nothing of its own, and is paid for by its callers.
    private static final int LEAF = 1;

    /// Neither asks for fuel nor is paid for by its callers.
    private static final int FORK = 2;

    /// Calls, so that it asks for fuel when it is entered.
    private static final int ASKING = 3;

    private static final Binary BACK = new Binary().u8(Code.BR, 0);

    @Test
    void aWalkUpOrDownEndsWithMemory() throws Exception {
        assertThat(walk(touch(WALKER), step(WALKER, 1), BACK)).isEqualTo(7);
        assertThat(walk(touch(WALKER), step(WALKER, -1), BACK)).isEqualTo(7);
        assertThat(walk(step(WALKER, 4), touch(WALKER), BACK)).isEqualTo(2);
    }

    @Test
    void aScaledAddressCountsWithItsDistance() throws Exception {
        assertThat(walk(scaled(3), step(WALKER, 2), BACK)).isEqualTo(1);
        assertThat(rounds(scaled(3), step(WALKER, 1 << 14), BACK)).isEqualTo(new Rounds.Open());
    }

    @Test
    void aStepOfNothingOrOfTooMuchIsNoWalk() throws Exception {
        assertThat(rounds(touch(WALKER), step(WALKER, 0), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(touch(WALKER), step(WALKER, 70_000), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(touch(WALKER), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(touch(WALKER), step(WALKER, 1), step(WALKER, -1), BACK))
                .isEqualTo(new Rounds.Open());
    }

    @Test
    void stepsOfOneRoundAddUp() throws Exception {
        assertThat(walk(touch(WALKER), step(WALKER, 3), step(WALKER, 5), BACK)).isEqualTo(2);
    }

    @Test
    void whatOnlySomeRoundsDoDoesNotCount() throws Exception {
        assertThat(rounds(perhaps(touch(WALKER)), step(WALKER, 1), BACK))
                .isEqualTo(new Rounds.Open());
        assertThat(rounds(touch(WALKER), perhaps(step(WALKER, 1)), BACK))
                .isEqualTo(new Rounds.Open());
        assertThat(rounds(backIf(), touch(WALKER), step(WALKER, 1), BACK))
                .isEqualTo(new Rounds.Open());
        assertThat(rounds(step(WALKER, 1), backIf(), touch(WALKER), BACK))
                .isEqualTo(new Rounds.Open());
        assertThat(rounds(touch(WALKER), unlessOver(step(WALKER, 1)), BACK))
                .isEqualTo(new Rounds.Open());
    }

    @Test
    void waysOutDoNotMatter() throws Exception {
        var out = new Binary().u8(Code.LOCAL_GET, OTHER, Code.BR_IF, 1);
        assertThat(walk(out, touch(WALKER), out, step(WALKER, 1), BACK)).isPositive();
    }

    @Test
    void bothHalvesMustLeadInTheSameDirection() throws Exception {
        assertThat(walk(touch(WALKER), either(step(WALKER, 8), step(WALKER, 4)))).isPositive();
        assertThat(rounds(touch(WALKER), either(step(WALKER, 8), step(WALKER, -8))))
                .isEqualTo(new Rounds.Open());
        assertThat(rounds(either(touched(8, 8), touched(-8, -8)))).isInstanceOf(Rounds.Walk.class);
        assertThat(rounds(either(touched(8, 8), touched(-8, 8)))).isEqualTo(new Rounds.Open());
    }

    /// A touch at the walker times a number, and a step.
    private static Binary touched(int scale, int step) {
        return new Binary()
                .u8(Code.LOCAL_GET, WALKER)
                .i32(scale)
                .u8(Code.I32_MUL)
                .add(load())
                .add(step(WALKER, step));
    }

    @Test
    void anAddressOfTwoMovingLocalsIsNotFollowed() throws Exception {
        var sum = new Binary().u8(Code.LOCAL_GET, WALKER, Code.LOCAL_GET, OTHER, Code.I32_ADD);
        assertThat(rounds(sum.add(load()), step(WALKER, 1), step(OTHER, -1), BACK))
                .isEqualTo(new Rounds.Open());
    }

    @Test
    void anAddressBesideAFixedLocalIsFollowed() throws Exception {
        var sum = new Binary().u8(Code.LOCAL_GET, WALKER, Code.LOCAL_GET, OTHER, Code.I32_SUB);
        assertThat(walk(sum.add(load()), step(WALKER, 1), BACK)).isEqualTo(9);
    }

    @Test
    void aMaskedOrLoadedWalkerIsNone() throws Exception {
        var masked = new Binary().u8(Code.LOCAL_GET, WALKER).i32(255).u8(0x71, Code.LOCAL_SET, 0);
        assertThat(rounds(touch(WALKER), step(WALKER, 1), masked, BACK))
                .isEqualTo(new Rounds.Open());
        var loaded = new Binary().u8(Code.LOCAL_GET, WALKER, 0x28, 0, 0, Code.LOCAL_SET, WALKER);
        assertThat(rounds(loaded, BACK)).isEqualTo(new Rounds.Open());
    }

    @Test
    void aCallCountsWhenItAsksInEveryRound() throws Exception {
        assertThat(rounds(call(ASKING), BACK)).isEqualTo(new Rounds.Asked());
        assertThat(rounds(call(FORK), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(call(LEAF), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(perhaps(call(ASKING)), BACK)).isEqualTo(new Rounds.Open());
        assertThat(rounds(backIf(), call(ASKING), BACK)).isEqualTo(new Rounds.Open());
    }

    @Test
    void aWalkMayCallLeavesAlone() throws Exception {
        assertThat(rounds(touch(WALKER), call(LEAF), step(WALKER, 1), BACK))
                .isInstanceOf(Rounds.Walk.class);
        assertThat(rounds(touch(WALKER), call(FORK), step(WALKER, 1), BACK))
                .isEqualTo(new Rounds.Open());
    }

    @Test
    void aLoopWithinMakesTheOuterOneNoWalk() throws Exception {
        var inner = new Binary().u8(Code.LOOP, 0x40).add(backIf()).u8(Code.END);
        assertThat(rounds(touch(WALKER), inner, step(WALKER, 1), BACK))
                .isEqualTo(new Rounds.Open());
    }

    private static Binary touch(int local) {
        return new Binary().u8(Code.LOCAL_GET, local).add(load());
    }

    private static Binary load() {
        return new Binary().u8(0x2d, 0, 0, Code.DROP);
    }

    private static Binary scaled(int shift) {
        return new Binary().u8(Code.LOCAL_GET, WALKER).i32(shift).u8(Code.I32_SHL).add(load());
    }

    private static Binary step(int local, int by) {
        return new Binary().u8(Code.LOCAL_GET, local).i32(by).u8(Code.I32_ADD, 0x21, local);
    }

    private static Binary call(int function) {
        return new Binary().u8(Code.CALL, function);
    }

    private static Binary perhaps(Binary part) {
        return new Binary().u8(Code.LOCAL_GET, OTHER, Code.IF, 0x40).add(part).u8(Code.END);
    }

    /// The same by a branch over it.
    private static Binary unlessOver(Binary part) {
        return new Binary()
                .u8(Code.BLOCK, 0x40, Code.LOCAL_GET, OTHER, Code.BR_IF, 0)
                .add(part)
                .u8(Code.END);
    }

    private static Binary backIf() {
        return new Binary().u8(Code.LOCAL_GET, OTHER, Code.BR_IF, 0);
    }

    /// Two ways back.
    private static Binary either(Binary one, Binary other) {
        return new Binary()
                .u8(Code.LOCAL_GET, OTHER, Code.IF, 0x40)
                .add(one)
                .u8(Code.BR, 1, Code.ELSE)
                .add(other)
                .u8(Code.BR, 1, Code.END);
    }

    /// Fuel for a byte of memory, of a loop that must be a walk.
    private static int walk(Binary... parts) throws Refused {
        return ((Rounds.Walk) rounds(parts)).perByte();
    }

    private static Rounds rounds(Binary... parts) throws Refused {
        var loop = new Binary().u8(1, 2, Val.I32.code, Code.BLOCK, 0x40, Code.LOOP, 0x40);
        List.of(parts).forEach(loop::add);
        loop.u8(Code.END, Code.END, Code.END);
        var fork = new Binary().u8(0).i32(0).u8(Code.IF, 0x40, Code.END, Code.END);
        var asking = new Binary().u8(0, Code.CALL, FORK, Code.END);
        var bytes =
                Binary.module()
                        .section(1, new Binary().u8(1).type(Built.NOTHING))
                        .section(3, new Binary().u8(4, 0, 0, 0, 0))
                        .section(5, new Binary().u8(1, 0, 1))
                        .section(
                                10,
                                new Binary()
                                        .u8(4)
                                        .sized(loop)
                                        .sized(new Binary().u8(0, Code.END))
                                        .sized(fork)
                                        .sized(asking))
                        .bytes();
        var module = Program.compile(bytes, Limits.DEFAULT).module();
        var in = module.code(module.body(0));
        in.skip("locals and the starts of both blocks", 7);
        return Rounds.of(in, module);
    }
}
