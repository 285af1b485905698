package ipvm.tidy;

import java.io.IOException;
import java.util.List;

/// One house rule: it reads a checkout and names every place that breaks it.
@FunctionalInterface
interface Rule {

    List<Offence> offences(Checkout checkout) throws IOException;

    /// A place that breaks a rule, written the way an editor can jump to.
    record Offence(String file, long line, String what) {

        @Override
        public String toString() {
            return file + ":" + line + ": " + what;
        }
    }
}
