package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// README's package map quotes the first sentence of every package, word for word, so a reader who
/// starts there is never told an old story.
final class PackageSentences implements Rule {

    private static final String README = "README.md";
    private static final Pattern ROW =
            Pattern.compile("\\| *`(ipvm\\.[\\w.]+)` *\\| *(.+?) *\\|.*");
    private static final Pattern SENTENCE = Pattern.compile("(.*?\\.)(\\s.*|$)");

    @Override
    public List<Offence> offences(Checkout checkout) throws IOException {
        var offences = new ArrayList<Offence>();
        var told = rows(checkout);
        for (var folder : packageFolders(checkout)) {
            var file = folder.resolve("package-info.java");
            var name = packageName(checkout, folder);
            var row = told.remove(name);
            if (!Files.exists(file)) {
                offences.add(new Offence(checkout.name(file), 1, name + " has no first sentence"));
            } else if (row == null) {
                offences.add(new Offence(README, 1, "the package map leaves out " + name));
            } else if (!row.text().equals(firstSentence(file))) {
                var wanted = name + " says of itself: " + firstSentence(file);
                offences.add(new Offence(README, row.line(), wanted));
            }
        }
        told.forEach((name, row) ->
                offences.add(new Offence(README, row.line(), "there is no " + name)));
        return offences;
    }

    private record Row(long line, String text) {}

    private static Map<String, Row> rows(Checkout checkout) throws IOException {
        var rows = new LinkedHashMap<String, Row>();
        var lines = checkout.lines(README);
        for (int at = 0; at < lines.size(); at++) {
            var row = ROW.matcher(lines.get(at));
            if (row.matches()) {
                rows.put(row.group(1), new Row(at + 1L, row.group(2)));
            }
        }
        return rows;
    }

    private static Set<Path> packageFolders(Checkout checkout) throws IOException {
        return checkout.mainJava().stream()
                .map(Path::getParent)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String packageName(Checkout checkout, Path folder) {
        return checkout.name(folder).replaceFirst(".*src/main/java/", "").replace('/', '.');
    }

    private static String firstSentence(Path file) throws IOException {
        var comment =
                Files.readAllLines(file).stream()
                        .takeWhile(line -> !line.startsWith("@") && !line.startsWith("package "))
                        .map(line -> line.replaceFirst("^\\s*(///|/\\*\\*|\\*/|\\*)", "").strip())
                        .collect(Collectors.joining(" "))
                        .strip();
        var sentence = SENTENCE.matcher(comment);
        return sentence.matches() ? sentence.group(1) : comment;
    }
}
