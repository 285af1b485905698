package ipvm.key;

import java.io.IOException;

/// A secret file that is there and not used: others may read it, or its passphrase is missing or
/// wrong. The message says how to mend it.
public final class SecretFileException extends IOException {

    private static final long serialVersionUID = 1;

    SecretFileException(String message) {
        super(message);
    }
}
