package ipvm.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts the bytes that this thread allocates: the difference of two counts is what lay between.
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /// Bytes allocated since the thread began, whether or not they were taken back since.
    public static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
