package ipvm.task;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A file that a workflow file asks to be put first, as `file:REL`.
///
/// Only what a person hands in on the spot has them: in a document from elsewhere the text is text,
/// or it could ask any node for its files. And they lie beside the workflow file or below, so that
/// no file of a stranger's can take along what lies elsewhere.
public final class FileReference {

    private static final String SCHEME = "file:";

    private final Node node;
    private final String path;

    private FileReference(Node node, String path) {
        this.node = node;
        this.path = path;
    }

    /// Relative to the folder of the workflow file.
    public String path() {
        return path;
    }

    /// What is wrong with the file, said of the place that names it.
    public MalformedException malformed(String what, String found) {
        return node.malformed(what, found);
    }

    static boolean isOne(Node node) {
        return node.source().isText()
                && node.value() instanceof Ipld.Text(var text)
                && text.startsWith(SCHEME);
    }

    /// Adds every reference in a value, however deep.
    static void collect(Node node, List<FileReference> found) throws MalformedException {
        if (isOne(node)) {
            found.add(of(node));
        }
        if (node.value() instanceof Ipld.List(var items)) {
            for (int i = 0; i < items.size(); i++) {
                collect(node.item(i, items.get(i)), found);
            }
        }
        if (node.value() instanceof Ipld.Map map) {
            for (var entry : map.entries()) {
                collect(node.under(entry), found);
            }
        }
    }

    private static FileReference of(Node node) throws MalformedException {
        var path = node.text().substring(SCHEME.length());
        if (path.isEmpty() || path.startsWith("/") || path.contains("\\")) {
            throw node.malformed("file: and a path relative to this file", "'" + node.text() + "'");
        }
        if (Arrays.asList(path.split("/", -1)).contains("..")) {
            throw node.malformed("a file beside this one or below", "'" + path + "'");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw node.malformed("the name of a file", "a control character");
        }
        return new FileReference(node, path);
    }

    /// A value with links in place of its references.
    static Ipld replaced(Ipld value, Map<String, Cid> links) {
        if (value instanceof Ipld.Text(var text) && text.startsWith(SCHEME)) {
            var link = links.get(text.substring(SCHEME.length()));
            return link == null ? value : Ipld.of(link);
        }
        if (value instanceof Ipld.List(var items)) {
            return new Ipld.List(items.stream().map(item -> replaced(item, links)).toList());
        }
        if (value instanceof Ipld.Map(var entries)) {
            return new Ipld.Map(
                    entries.stream()
                            .map(one -> new Ipld.Entry(one.key(), replaced(one.value(), links)))
                            .toList());
        }
        return value;
    }
}
