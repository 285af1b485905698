package ipvm.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows one path below one root.
final class PathWalk {

    /// As many as Linux follows.
    private static final int SYMLINKS_MAX = 40;

    private static final int INDEX_DIGITS_MAX = 9;

    private final UnixFsReader reader;
    private final Cid root;
    private final int hopsMax;
    private int symlinks;

    PathWalk(UnixFsReader reader, Cid root, int hopsMax) {
        this.reader = reader;
        this.root = root;
        this.hopsMax = hopsMax;
    }

    Found to(String path) throws IOException, MalformedException, NotFoundException {
        var segments = plain(List.of(path.split("/", -1)));
        if (segments.isEmpty()) {
            throw new MalformedException("path below its root", "'" + path + "'");
        }
        return to(segments.get());
    }

    private Found to(List<String> segments)
            throws IOException, MalformedException, NotFoundException {
        var at = segments.isEmpty() ? reader.open(root) : landed(root);
        for (int i = 0; i < segments.size(); i++) {
            if (at instanceof Found.Symlink link) {
                return to(redirected(link, segments, i));
            }
            at = step(at, segments, i);
        }
        return at;
    }

    private Found step(Found at, List<String> segments, int i)
            throws IOException, MalformedException, NotFoundException {
        try {
            return below(at, segments.get(i));
        } catch (NotFoundException e) {
            throw e.at(segments.get(i), String.join("/", segments));
        } catch (MalformedException e) {
            throw e.within("path " + String.join("/", segments.subList(0, i + 1)), 0);
        }
    }

    private Found below(Found at, String segment)
            throws IOException, MalformedException, NotFoundException {
        return switch (at) {
            case Found.Directory directory ->
                    landed(
                            reader.find(directory, segment)
                                    .orElseThrow(() -> none(segment, "directory ", at)));
            case Found.Value(var cid, var value) ->
                    landed(
                            cid,
                            child(value, segment)
                                    .orElseThrow(() -> none(segment, value.kind() + " of ", at)));
            case Found.File file -> throw none(segment, "file ", at);
            case Found.Symlink link -> throw none(segment, "symlink ", at);
        };
    }

    private static NotFoundException none(String segment, String kind, Found in) {
        return NotFoundException.segment(segment, "not in " + kind + in.cid());
    }

    private static Optional<Ipld> child(Ipld value, String segment) {
        if (value instanceof Ipld.Map map) {
            return map.find(segment);
        }
        return value instanceof Ipld.List(var items) ? item(items, segment) : Optional.empty();
    }

    /// An index has one spelling: decimal without leading zeros.
    private static Optional<Ipld> item(List<Ipld> items, String segment) {
        boolean number = segment.matches("0|[1-9][0-9]*") && segment.length() <= INDEX_DIGITS_MAX;
        int index = number ? Integer.parseInt(segment) : items.size();
        return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
    }

    private Found landed(Cid block, Ipld value)
            throws IOException, MalformedException, NotFoundException {
        return value instanceof Ipld.Link(var cid) ? landed(cid) : new Found.Value(block, value);
    }

    /// Opens what a link leads to; a block that is but a link again is crossed.
    private Found landed(Cid target) throws IOException, MalformedException, NotFoundException {
        var cid = target;
        for (int hops = 0; hops < hopsMax; hops++) {
            var found = reader.open(cid);
            if (!(found instanceof Found.Value value && value.value() instanceof Ipld.Link link)) {
                return found;
            }
            cid = link.cid();
        }
        throw new MalformedException("link behind at most " + hopsMax + " links", "one more");
    }

    /// The path that a symbolic link in the middle of another stands for.
    private List<String> redirected(Found.Symlink link, List<String> segments, int next)
            throws NotFoundException {
        if (++symlinks > SYMLINKS_MAX) {
            throw unfollowed(segments, next, "one more than " + SYMLINKS_MAX + " symlinks");
        }
        if (next == 0 || link.target().startsWith("/")) {
            throw unfollowed(segments, next, out(link));
        }
        var instead = new ArrayList<>(segments.subList(0, next - 1));
        instead.addAll(List.of(link.target().split("/", -1)));
        instead.addAll(segments.subList(next, segments.size()));
        var path = plain(instead);
        if (path.isEmpty()) {
            throw unfollowed(segments, next, out(link));
        }
        return path.get();
    }

    private static String out(Found.Symlink link) {
        return "symlink to '" + link.target() + "', which is not below the root";
    }

    private static NotFoundException unfollowed(List<String> segments, int next, String why) {
        var name = segments.get(Math.max(next - 1, 0));
        return NotFoundException.segment(name, why).at(name, String.join("/", segments));
    }

    /// The path without empty segments, `.` and `..`; nothing where it leaves its root.
    private static Optional<List<String>> plain(List<String> path) {
        var plain = new ArrayList<String>();
        for (var segment : path) {
            if (segment.equals("..")) {
                if (plain.isEmpty()) {
                    return Optional.empty();
                }
                plain.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                plain.add(segment);
            }
        }
        return Optional.of(plain);
    }
}
