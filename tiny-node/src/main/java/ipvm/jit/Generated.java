package ipvm.jit;

import java.util.BitSet;
import org.objectweb.asm.MethodTooLargeException;

/// The classes of one module, each compiled when the JVM first asks for it; dropping the loader
/// drops them all.
final class Generated extends ClassLoader {

    private final Module module;
    private final BitSet interpreted = new BitSet();

    Generated(Module module) {
        super(Context.class.getClassLoader());
        this.module = module;
    }

    /// The way from outside into the module's functions.
    Entry entry() {
        try {
            return (Entry)
                    loadClass(Names.ENTRY.replace('/', '.')).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the generated entry", e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var internal = name.replace('.', '/');
        var bytes =
                switch (internal) {
                    case Names.ENTRY -> new Stubs(module).entry();
                    case Names.INDIRECT -> new Stubs(module).indirect();
                    case Names.IMPORTS -> new Stubs(module).imports();
                    default -> group(internal);
                };
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] group(String internal) throws ClassNotFoundException {
        if (!internal.startsWith(Names.GROUP)) {
            throw new ClassNotFoundException(internal);
        }
        int group = Integer.parseInt(internal.substring(Names.GROUP.length()));
        while (true) {
            try {
                return new Stubs(module).group(internal, module.functionsOf(group), interpreted);
            } catch (MethodTooLargeException e) {
                interpreted.set(Names.number(e.getMethodName()));
            }
        }
    }
}
