package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Compiled modules are found again by the names of their bytes, and let go in time.
class ModulesTest {

    private static final Bytes ADD = Fixture.bytes("core_add.wasm");
    private static final Bytes TEST = Fixture.bytes("example_test.wasm");

    private final AtomicInteger read = new AtomicInteger();
    private final Modules modules = new Modules(Limits.DEFAULT, 1_000);

    private Compiled compile(Bytes bytes) throws Refused {
        return compile(modules, bytes);
    }

    private Compiled compile(Modules from, Bytes bytes) throws Refused {
        return from.compile(
                Cid.of(Codec.RAW, bytes),
                () -> {
                    read.incrementAndGet();
                    return bytes;
                });
    }

    /// The same module by another name: with a custom section of so many bytes.
    private static Bytes padded(int number, int bytes) {
        var name = "%04d".formatted(number);
        return Binary.concat(
                ADD,
                Binary.section(
                        0, Binary.concat(Binary.name(name), Bytes.wrap(new byte[bytes - 5]))));
    }

    @Test
    void compilesAModuleOnce() throws Exception {
        var first = compile(ADD);

        assertThat(compile(ADD)).isSameAs(first);
        assertThat(read).hasValue(1);
        assertThat(modules.bytes()).isEqualTo(ADD.size());
    }

    @Test
    void compilesOnceForThreadsThatAskTogether() throws Exception {
        var tasks = new ArrayList<FutureTask<Compiled>>();
        var large = new Modules(Limits.DEFAULT, Modules.BYTES_MAX);
        for (int i = 0; i < 8; i++) {
            var task = new FutureTask<>(() -> compile(large, TEST));
            tasks.add(task);
            new Thread(task).start();
        }
        for (var task : tasks) {
            assertThat(task.get()).isSameAs(tasks.getFirst().get());
        }
        assertThat(read).hasValue(1);
        assertThat(large.bytes()).isEqualTo(TEST.size());
    }

    @Test
    void letsThoseGoThatWereUsedLeastLately() throws Exception {
        int each = padded(0, 100).size();
        int fit = 1_000 / each;
        for (int i = 0; i < fit; i++) {
            compile(padded(i, 100));
        }
        var eldest = compile(padded(0, 100));
        assertThat(modules.bytes()).isEqualTo((long) fit * each);

        compile(padded(fit, 100));

        assertThat(read).hasValue(fit + 1);
        assertThat(compile(padded(0, 100))).isSameAs(eldest);
        assertThat(read).hasValue(fit + 1);
        compile(padded(1, 100));
        assertThat(read).hasValue(fit + 2);
        assertThat(modules.bytes()).isEqualTo((long) fit * each);
    }

    @Test
    void doesNotLetOthersGoForOneThatIsTooLarge() throws Exception {
        var small = compile(ADD);

        compile(padded(1, 2_000));

        assertThat(compile(ADD)).isSameAs(small);
        assertThat(modules.bytes()).isEqualTo(ADD.size());
    }

    @Test
    void keepsNothingOfWhatIsRefusedOrCannotBeRead() throws Exception {
        var broken = Bytes.of(1, 2, 3);
        for (int round = 1; round < 3; round++) {
            assertThatThrownBy(() -> compile(broken)).isInstanceOf(Refused.class);
            assertThat(read).hasValue(round);
        }
        assertThatThrownBy(() ->
                        modules.compile(
                                Cid.of(Codec.RAW, ADD),
                                () -> {
                                    throw new IllegalStateException("no such block");
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(modules.bytes()).isZero();
        assertThat(compile(ADD)).isNotNull();
    }

    /// The host looks who called: the loader of the generated code is among them.
    @Test
    void takesTheClassesOfWhatIsLetGoAlong() throws Exception {
        var large = new Modules(Limits.DEFAULT, TEST.size());
        var loader = new WeakReference<>(loader(compile(large, TEST)).orElseThrow());
        assertThat(loader.get()).isNotNull();

        compile(large, ADD);

        for (int round = 0; round < 10 && loader.get() != null; round++) {
            System.gc();
        }
        assertThat(loader.get()).isNull();
        assertThat(large.bytes()).isEqualTo(ADD.size());
    }

    private static Optional<ClassLoader> loader(Compiled module) {
        var loaders = new ArrayList<ClassLoader>();
        var walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        var host =
                Host.SILENT.withClock(() -> {
                    walker.forEach(
                            frame -> loaders.add(frame.getDeclaringClass().getClassLoader()));
                    return 0;
                });
        try (var instance = Engine.start(module, host, Fixture.PLENTY)) {
            var end = Engine.call(instance, "host_fmt_current_time", List.<Ipld>of());
            assertThat(end).isInstanceOf(Ended.Ok.class);
        }
        return loaders.stream()
                .filter(loader -> loader != null && loader.getClass().getName().contains("jit"))
                .findFirst();
    }
}
