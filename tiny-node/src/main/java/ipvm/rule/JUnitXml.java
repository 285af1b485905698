package ipvm.rule;

import java.util.List;

/// Verdicts as the XML that build servers read.
public final class JUnitXml {

    private JUnitXml() {}

    public static String write(String suite, List<Rehearsal.Verdict> verdicts) {
        long failed = verdicts.stream().filter(each -> each.difference().isPresent()).count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"").append(escaped(suite));
        xml.append("\" tests=\"").append(verdicts.size());
        xml.append("\" failures=\"").append(failed);
        xml.append("\" errors=\"0\" skipped=\"0\">\n");
        verdicts.forEach(verdict -> append(xml, suite, verdict));
        return xml.append("</testsuite>\n").toString();
    }

    private static void append(StringBuilder xml, String suite, Rehearsal.Verdict verdict) {
        xml.append("  <testcase classname=\"").append(escaped(suite));
        xml.append("\" name=\"").append(escaped(verdict.rule()));
        if (verdict.difference().isEmpty() && verdict.said().isEmpty()) {
            xml.append("\"/>\n");
            return;
        }
        xml.append("\">\n");
        verdict.difference()
                .ifPresent(text ->
                        xml.append("    <failure message=\"")
                                .append(escaped(text))
                                .append("\"/>\n"));
        if (!verdict.said().isEmpty()) {
            xml.append("    <system-out>");
            xml.append(escaped(String.join("\n", verdict.said())));
            xml.append("</system-out>\n");
        }
        xml.append("  </testcase>\n");
    }

    /// What XML 1.0 cannot hold at all becomes the replacement character.
    private static String escaped(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '&' -> safe.append("&amp;");
                        case '"' -> safe.append("&quot;");
                        case '\n' -> safe.append("&#10;");
                        default -> safe.appendCodePoint(isXml(c) ? c : 0xfffd);
                    }
                });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || (c >= 0x20 && c < 0xd800)
                || (c >= 0xe000 && c < 0xfffe)
                || c >= 0x10000;
    }
}
