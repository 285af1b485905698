package ipvm.wasm;

import static ipvm.wasm.Binary.component;
import static ipvm.wasm.Binary.concat;
import static ipvm.wasm.Binary.name;
import static ipvm.wasm.Binary.section;
import static ipvm.wasm.Binary.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import org.junit.jupiter.api.Test;

/// Handles of resources: who holds one, who only borrows it, and what happens to the last.
class HandleTest {

    private static final int U32 = 0x79;
    private static final int MAKER = 1;
    private static final int USER = 2;

    private final Resource resource = new Resource(MAKER, null);
    private final Wit.Handle own = Wit.Handle.of(resource, true);
    private final Wit.Handle borrow = Wit.Handle.of(resource, false);
    private final Value.Reference value = new Value.Reference(resource, 77);
    private final State user = new State(USER);

    @Test
    void showsTheMakerWhatABorrowedHandleStandsFor() {
        assertThat(new State(MAKER).lower(borrow, value)).isEqualTo(77);
        assertThat(user.lower(borrow, value)).isEqualTo(1);
        assertThat(user.lift(borrow, 1)).isEqualTo(value);
    }

    @Test
    void givesAnOwnedHandleAwayOnce() {
        int handle = user.lower(own, value);

        assertThat(user.lift(own, handle)).isEqualTo(value);
        assertThatThrownBy(() -> user.lift(own, handle)).hasMessage("unknown handle index 1");
        assertThat(user.lower(own, value)).as("the place is used again").isEqualTo(handle);
    }

    @Test
    void doesNotGiveAwayWhatItBorrowed() {
        int handle = user.lower(borrow, value);

        assertThatThrownBy(() -> user.lift(own, handle)).hasMessage("borrowed handle given away");
    }

    @Test
    void doesNotLeaveWithWhatItBorrowed() {
        user.enter();
        int handle = user.lower(borrow, value);

        assertThatThrownBy(user::exit).hasMessage("borrowed handle kept");
        user.remove(handle, resource);
        user.exit();
        assertThat(user.isEntered).isFalse();
    }

    @Test
    void isEnteredOnceAtATimeAndNotLeftWhileItIsClosed() {
        user.enter();
        assertThatThrownBy(user::enter).hasMessage("re-entered component instance");
        user.requireOpen();
        user.isClosed = true;
        assertThatThrownBy(user::requireOpen).hasMessage("cannot leave component instance");
    }

    @Test
    void takesNoHandleForThatOfAnotherResource() {
        var other = new Resource(MAKER, null);
        int handle = user.lower(own, value);

        assertThatThrownBy(() -> user.get(handle, other)).hasMessage("unknown handle index 1");
        assertThatThrownBy(() -> user.get(0, resource)).hasMessage("unknown handle index 0");
        assertThatThrownBy(() -> user.get(-1, resource))
                .hasMessage("unknown handle index 4294967295");
        assertThatThrownBy(() -> user.lower(Wit.Handle.of(other, true), value))
                .hasMessage("handle of another resource");
    }

    @Test
    void holdsSoManyHandlesAndNoMore() {
        for (int i = 0; i < 1 << 16; i++) {
            user.lower(own, value);
        }
        assertThatThrownBy(() -> user.lower(own, value)).hasMessage("too many handles");
    }

    private static Bytes lifted(int core, int type) {
        return concat(Bytes.of(0, 0, core, 0), Bytes.of(type));
    }

    /// `make` gives a handle to the caller, who has no place for it, and `ask` wants one.
    @Test
    void keepsHandlesFromCallers() throws Exception {
        var types =
                vec(
                        Bytes.of(0x3f, 0x7f, 0),
                        Bytes.of(0x69, 0),
                        Binary.func(1, U32),
                        Binary.func(U32, 1));
        var module =
                Engine.compile(
                        component(
                                section(7, types),
                                section(8, vec(Bytes.of(2, 0), Bytes.of(4, 0))),
                                section(8, vec(lifted(0, 2), lifted(1, 3))),
                                Binary.exported("make", 1, 0),
                                Binary.exported("ask", 1, 1)),
                        Limits.DEFAULT);

        assertThat(Fixture.failure(Fixture.call(module, Host.SILENT, "make", "[5]")))
                .isEqualTo("BadArgument: a resource cannot leave its module");
        assertThat(Fixture.failure(Fixture.call(module, Host.SILENT, "ask", "[1]")))
                .startsWith("BadArgument: a: expected ")
                .endsWith(", found 1");
    }

    /// `drop` keeps what it was told, and `dropped` tells it.
    private static Bytes keeping() {
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 1, 0x7f, 0), Bytes.of(0x60, 0, 1, 0x7f))),
                section(3, Bytes.of(2, 0, 1)),
                section(6, vec(Bytes.of(0x7f, 1, 0x41, 0, 0x0b))),
                section(
                        7,
                        vec(
                                concat(name("drop"), Bytes.of(0, 0)),
                                concat(name("dropped"), Bytes.of(0, 1)))),
                section(
                        10,
                        vec(
                                Bytes.of(6, 0, 0x20, 0, 0x24, 0, 0x0b),
                                Bytes.of(4, 0, 0x23, 0, 0x0b))));
    }

    /// `go` makes a handle of what it gets, drops it, and gives back what it got.
    private static Bytes dropping() {
        int[] code = {0, 0x20, 0, 0x10, 0, 0x10, 1, 0x20, 0, 0x0b};
        return concat(
                Binary.CORE_PREAMBLE,
                section(1, vec(Bytes.of(0x60, 1, 0x7f, 1, 0x7f), Bytes.of(0x60, 1, 0x7f, 0))),
                section(
                        2,
                        vec(
                                concat(name("r"), name("new"), Bytes.of(0, 0)),
                                concat(name("r"), name("drop"), Bytes.of(0, 1)))),
                section(3, Bytes.of(1, 0)),
                section(7, vec(concat(name("go"), Bytes.of(0, 2)))),
                section(10, vec(concat(Bytes.of(code.length), Bytes.of(code)))));
    }

    private static Bytes destroying() {
        var handles =
                vec(concat(name("new"), Bytes.of(0, 2)), concat(name("drop"), Bytes.of(0, 3)));
        return component(
                section(1, keeping()),
                section(2, vec(Bytes.of(0, 0, 0))),
                section(
                        6,
                        vec(
                                concat(Bytes.of(0, 0, 1, 0), name("drop")),
                                concat(Bytes.of(0, 0, 1, 0), name("dropped")))),
                section(
                        7,
                        vec(Bytes.of(0x3f, 0x7f, 1, 0), Binary.func(U32, U32), Binary.func(U32))),
                section(8, vec(Bytes.of(2, 0), Bytes.of(3, 0))),
                section(1, dropping()),
                section(
                        2,
                        vec(
                                concat(Bytes.of(1), handles),
                                concat(Bytes.of(0, 1), vec(concat(name("r"), Bytes.of(0x12, 1)))))),
                section(6, vec(concat(Bytes.of(0, 0, 1, 2), name("go")))),
                section(8, vec(lifted(4, 1), lifted(1, 2))),
                Binary.exported("go", 1, 0),
                Binary.exported("dropped", 1, 1));
    }

    @Test
    void callsTheDestructorWithWhatTheHandleStoodFor() throws Exception {
        var module = Engine.compile(destroying(), Limits.DEFAULT);
        try (var instance = Engine.start(module, Host.SILENT, Fixture.PLENTY)) {
            assertThat(Fixture.value(Engine.call(instance, "go", Fixture.args("[77]"))))
                    .isEqualTo(Ipld.of(77));
            assertThat(Fixture.value(Engine.call(instance, "dropped", Fixture.args("[]"))))
                    .isEqualTo(Ipld.of(77));
        }
    }
}
