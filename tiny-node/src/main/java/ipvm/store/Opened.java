package ipvm.store;

import java.nio.file.Path;

/// A store's file with its lock and both connections.
record Opened(Path file, StoreLock lock, Sql writer, Sql reader) {}
