package ipvm.jit;

/// The way into a module's generated code from outside it.
public interface Entry {

    /// Calls a function with arguments in the context's places, and leaves its results there.
    void call(int function, int depth, Context context);
}
