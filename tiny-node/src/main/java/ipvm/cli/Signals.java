package ipvm.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// What the system tells a process: TERM, INT, HUP.
///
/// Java has no other way than a class of its own making that javac warns about whatever one writes,
/// so it is found by its name.
final class Signals {

    private Signals() {}

    static void on(String name, Runnable then) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, new Heard(then));
            var one = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a Java that tells nobody of signals", e);
        }
    }

    private record Heard(Runnable then) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            switch (method.getName()) {
                case "handle" -> then.run();
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "equals" -> {
                    return System.identityHashCode(proxy) == System.identityHashCode(args[0]);
                }
                default -> {
                    return "signal";
                }
            }
            return 0;
        }
    }
}
