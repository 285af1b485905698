package ipvm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of one section of a manual, in its fences that begin with `console`, and what each
/// of them is said to say.
record Manual(String title, List<Step> steps) {

    private static final String PROMPT = "$ ";

    /// A line that is typed, and the lines that come back.
    record Step(String line, List<String> said) {}

    @Override
    public String toString() {
        return title;
    }

    /// Those sections that have commands.
    static List<Manual> sections(Path file) throws IOException {
        var sections = new ArrayList<Manual>();
        boolean isConsole = false;
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("#") && !isConsole) {
                sections.add(new Manual(line.replaceFirst("#+ ", ""), new ArrayList<>()));
            } else if (line.startsWith("```")) {
                isConsole = line.equals("```console");
            } else if (isConsole) {
                sections.getLast().add(line);
            }
        }
        return sections.stream().filter(section -> !section.steps().isEmpty()).toList();
    }

    boolean makesAHome() {
        return steps.stream()
                .flatMap(step -> step.said().stream())
                .anyMatch(line -> line.startsWith("made a home"));
    }

    private void add(String line) {
        if (line.startsWith(PROMPT)) {
            steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
        } else if (!line.isEmpty()) {
            steps.getLast().said().add(line);
        }
    }

    /// The words of a line as a shell makes them, without what no manual needs.
    static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }

    /// Reads on with names in mind: keys and times are other ones each time, so a CID or DID of the
    /// manual stands for the one that came in its place when it was first met.
    static final class Reading {

        private static final Pattern VARYING =
                Pattern.compile(
                        "(?<name>baf[a-z2-7]{50,}|did:key:z\\w+)|(?<time>\\d+ ms|\"ms\":\\d+)"
                                + "|(?<home>/home/ada)|(?<fuel>\\d+ fuel|\"fuel\":\\d+|\\d+ bytes)"
                                + "|(?<rest>\\.\\.\\.)|(?<plain>.)");

        private final Map<String, String> names = new HashMap<>();
        private final String home;
        private final boolean isExact;

        /// An exact one knows what it costs, too; another compiler makes other code.
        Reading(Path home, boolean isExact) {
            this.home = home.toString();
            this.isExact = isExact;
        }

        /// The line with the names of here and now.
        String bound(String line) {
            var bound = line;
            for (var name : names.entrySet()) {
                bound = bound.replace(name.getKey(), name.getValue());
            }
            return bound;
        }

        /// Strikes out the first line that is as expected; false when there is none.
        boolean takes(String expected, List<String> lines) {
            var news = new ArrayList<String>();
            var pattern = pattern(expected, news);
            for (var line : lines) {
                var match = pattern.matcher(line);
                if (match.matches()) {
                    for (int i = 0; i < news.size(); i++) {
                        names.put(news.get(i), match.group(i + 1));
                    }
                    return lines.remove(line);
                }
            }
            return false;
        }

        private Pattern pattern(String expected, List<String> news) {
            var regex = new StringBuilder();
            var part = VARYING.matcher(expected);
            while (part.find()) {
                if (part.group("name") != null) {
                    regex.append(name(part.group(), news));
                } else if (part.group("rest") != null) {
                    regex.append(".*");
                } else if (part.group("home") != null) {
                    regex.append(Pattern.quote(home));
                } else if (part.group("time") != null || isLoose(part)) {
                    regex.append(part.group().replaceAll("\\d+", "\\\\d+"));
                } else {
                    regex.append(Pattern.quote(part.group()));
                }
            }
            return Pattern.compile(regex.toString());
        }

        private boolean isLoose(Matcher part) {
            return !isExact && part.group("fuel") != null;
        }

        private String name(String name, List<String> news) {
            if (names.containsKey(name)) {
                return Pattern.quote(names.get(name));
            }
            int known = news.indexOf(name);
            if (known >= 0) {
                return "\\" + (known + 1);
            }
            news.add(name);
            return "([\\w:]+)";
        }
    }
}
