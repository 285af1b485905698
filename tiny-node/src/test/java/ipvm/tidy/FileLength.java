package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// No Java file is longer than what a reader keeps in mind.
final class FileLength implements Rule {

    static final int LINES_MAX = 400;

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        var offences = new ArrayList<Offence>();
        for (var file : checkout.files(".java")) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES_MAX) {
                var what = lines + " lines, at most " + LINES_MAX;
                offences.add(new Offence(checkout.name(file), lines, what));
            }
        }
        return offences;
    }
}
