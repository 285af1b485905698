package ipvm.jit;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;

/// The classes of one module, each compiled when the JVM first asks for it; dropping the loader
/// drops them all.
final class Generated extends ClassLoader {

    private final Module module;
    private final BitSet interpreted = new BitSet();
    private @Nullable Entry entry;

    Generated(Module module) {
        super(Context.class.getClassLoader());
        this.module = module;
    }

    /// The way from outside into the module's functions, made when it is first needed.
    synchronized Entry entry() {
        if (entry == null) {
            entry = load();
        }
        return entry;
    }

    private Entry load() {
        try {
            var name = Names.ENTRY.replace('/', '.');
            return (Entry) loadClass(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the generated entry", e);
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

    /// Writes a class; a method that turns out too large is left to the interpreter.
    private byte[] write(String internal) {
        while (true) {
            try {
                return attempt(internal);
            } catch (MethodTooLargeException e) {
                interpret(Names.number(e.getMethodName()));
            }
        }
    }

    private byte[] attempt(String internal) {
        var stubs = new Stubs(module, interpreted);
        return switch (internal) {
            case Names.ENTRY -> stubs.entry();
            case Names.INDIRECT -> stubs.indirect();
            case Names.IMPORTS -> stubs.imports();
            default -> stubs.group(internal, Names.group(internal));
        };
    }

    /// Only what was expected to be so large has kept its body for the interpreter.
    private void interpret(int function) {
        if (!module.shape(function).isHuge()) {
            throw new IllegalStateException("function " + function + " is larger than estimated");
        }
        interpreted.set(function);
    }
}
