package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A dependency comes in with a line in a RATIONALE.md: what it replaces, how big it is, what it
/// brings along. Maven's own plugins are part of Maven.
final class Explained implements Rule {

    private static final Pattern ENTRY =
            Pattern.compile(
                    "<(dependency|path|plugin)>\\s*<groupId>([^<]*)</groupId>"
                            + "\\s*<artifactId>([^<]*)</artifactId>");
    private static final String MAVENS_OWN = "org.apache.maven.plugins";

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        var offences = new ArrayList<Offence>();
        var reasons = reasons(checkout);
        for (var file : checkout.files("pom.xml")) {
            check(file, reasons, checkout.name(file), offences);
        }
        return offences;
    }

    private static String reasons(Checkout checkout) throws IOException {
        var reasons = new StringBuilder();
        for (var file : checkout.files("RATIONALE.md")) {
            reasons.append(Files.readString(file));
        }
        return reasons.toString();
    }

    private static void check(Path file, String reasons, String name, List<Offence> offences)
            throws IOException {
        var pom = Files.readString(file);
        var entry = ENTRY.matcher(pom);
        while (entry.find()) {
            var artifact = entry.group(3);
            if (!entry.group(2).equals(MAVENS_OWN) && !reasons.contains("`" + artifact + "`")) {
                var above = pom.substring(0, entry.start());
                long line = above.chars().filter(at -> at == '\n').count() + 1;
                offences.add(new Offence(name, line, artifact + " is not in a RATIONALE.md"));
            }
        }
    }
}
