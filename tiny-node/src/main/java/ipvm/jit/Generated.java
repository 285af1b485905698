package ipvm.jit;

import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;

/// The classes of one module, each compiled when the JVM first asks for it; dropping the loader
/// drops them all.
final class Generated extends ClassLoader {

    private static final String PREFIX = Names.PACKAGE.replace('/', '.');

    private final Module module;

    /// Functions whose loops are not doubled, because they are too large for that.
    private final BitSet narrow = new BitSet();

    private final BitSet interpreted = new BitSet();
    private @Nullable Entry entry;
    private @Nullable Entry ways;
    private @Nullable Entry born;

    Generated(Module module) {
        super(Context.class.getClassLoader());
        this.module = module;
    }

    /// The way from outside into a function, made when it is first needed. Functions that only the
    /// interpreter calls from outside have one of their own: most modules never need it.
    synchronized Entry entry(int function) {
        if (!module.escaping.get(function)) {
            ways = ways == null ? load(Names.WAYS) : ways;
            return ways;
        }
        entry = entry == null ? load(Names.ENTRY) : entry;
        return entry;
    }

    private Entry load(String internal) {
        try {
            Class.forName(internal.replace('/', '.'), true, this);
            return Objects.requireNonNull(born);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the generated entry", e);
        }
    }

    /// What the class that is being loaded hands over.
    void take(Entry one) {
        born = one;
    }

    /// What is generated is nowhere else: other loaders would search every jar for it first.
    @Override
    protected Class<?> loadClass(String name, boolean isResolved) throws ClassNotFoundException {
        if (!name.startsWith(PREFIX)) {
            return super.loadClass(name, isResolved);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var internal = name.replace('.', '/');
        if (!internal.startsWith(Names.PACKAGE)) {
            throw new ClassNotFoundException(name);
        }
        var bytes = write(internal);
        return defineClass(name, bytes, 0, bytes.length);
    }

    /// Writes a class; a method that turns out too large is written without doubled loops, and left
    /// to the interpreter when that is not enough.
    private byte[] write(String internal) {
        while (true) {
            try {
                return attempt(internal);
            } catch (MethodTooLargeException e) {
                int function = Names.number(e.getMethodName());
                (narrow.get(function) ? interpreted : narrow).set(function);
            }
        }
    }

    private byte[] attempt(String internal) {
        var stubs = new Stubs(module, narrow, interpreted);
        return switch (internal) {
            case Names.ENTRY -> stubs.entry();
            case Names.WAYS -> stubs.ways();
            case Names.INDIRECT -> stubs.indirect();
            case Names.IMPORTS -> stubs.imports();
            default -> stubs.group(internal, Names.group(internal));
        };
    }
}
