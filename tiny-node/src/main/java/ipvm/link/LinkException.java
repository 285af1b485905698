package ipvm.link;

/// A link cannot be opened as it is configured: a wrong key, a port in use.
public final class LinkException extends Exception {

    private static final long serialVersionUID = 1;

    public LinkException(String message) {
        super(message);
    }
}
