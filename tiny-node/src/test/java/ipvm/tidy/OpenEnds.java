package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is committed is finished: no note to do it later, and no method that only throws.
final class OpenEnds implements Rule {

    // In two halves, so that this file does not accuse itself.
    private static final Pattern NOTE =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    private static final Pattern STUB =
            Pattern.compile("new Unsupported" + "OperationException\\b");
    private static final Pattern READ =
            Pattern.compile(".*\\.(java|md|xml|mjs|json)|(scripts|\\.ci)/.*");
    private static final Pattern DATA = Pattern.compile(".*/src/\\w+/resources/.*|.*\\.(wasm|bmp)");

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        var offences = new ArrayList<Offence>();
        for (var file : checkout.files()) {
            var name = checkout.name(file);
            if (READ.matcher(name).matches() && !DATA.matcher(name).matches()) {
                check(file, name, offences);
            }
        }
        return offences;
    }

    private static void check(Path file, String name, List<Offence> offences) throws IOException {
        var lines = Files.readAllLines(file);
        for (int at = 0; at < lines.size(); at++) {
            for (var pattern : List.of(NOTE, STUB)) {
                var note = pattern.matcher(lines.get(at));
                if (note.find()) {
                    offences.add(new Offence(name, at + 1L, "left open: " + note.group()));
                }
            }
        }
    }
}
