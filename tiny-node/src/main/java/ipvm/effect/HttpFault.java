package ipvm.effect;

import java.io.IOException;

/// Why a request got no answer, under a name that receipts carry.
final class HttpFault extends Exception {

    static final String UNREACHABLE = "Unreachable";
    static final String TIMED_OUT = "TimedOut";
    static final String TOO_LARGE = "TooLarge";
    static final String BAD_ANSWER = "BadAnswer";
    static final String FORBIDDEN = "Forbidden";

    private static final long serialVersionUID = 1;
    private final String name;
    private final String what;

    HttpFault(String name, String message) {
        super(message, null, false, false);
        this.name = name;
        this.what = message;
    }

    static HttpFault badAnswer(String message) {
        return new HttpFault(BAD_ANSWER, message);
    }

    static HttpFault cut(IOException fault) {
        return badAnswer("a whole answer: " + fault.getMessage());
    }

    /// The same fault, of an answer that had begun well: whoever settles a command wants to know.
    HttpFault after(int status) {
        return new HttpFault(name, what + "; its status was " + status);
    }

    String name() {
        return name;
    }

    String what() {
        return what;
    }
}
