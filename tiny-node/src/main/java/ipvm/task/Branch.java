package ipvm.task;

import java.util.Arrays;
import java.util.Optional;

/// Which end of a task is awaited: its value, its error, or whichever comes.
public enum Branch {
    OK("await/ok"),
    ERROR("await/error"),
    ANY("await/*");

    /// What every key of an await begins with.
    static final String PREFIX = "await/";

    private final String key;

    Branch(String key) {
        this.key = key;
    }

    /// The key that says so in a document.
    public String key() {
        return key;
    }

    /// Whether whoever awaits this branch can go on with that end.
    boolean takes(Result result) {
        return this == ANY || (this == ERROR) == result.isError();
    }

    static Optional<Branch> of(String key) {
        return Arrays.stream(values()).filter(branch -> branch.key.equals(key)).findFirst();
    }
}
