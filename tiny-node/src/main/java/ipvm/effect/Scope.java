package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Statement;
import java.util.List;
import java.util.stream.Stream;

/// What a grant says of the arguments, for a provider that meets new ones on its way: a redirect is
/// an argument that nobody has judged yet.
public record Scope(Policy policy) {

    /// No word about the arguments: the subject asks for itself.
    public static final Scope ANYTHING = new Scope(Policy.ANYTHING);

    private static final char STAR = '*';
    private static final char ESCAPE = '\\';

    public static Scope of(Grant grant) {
        return new Scope(grant.policy());
    }

    /// Whether the grant would have allowed these arguments too.
    public boolean allows(Ipld.Map args) {
        return policy.allows(args);
    }

    /// The texts that the policy writes out for an argument: whole ones, and what stands before the
    /// first `*` of a pattern. Who writes `http://10.0.0.7/*` means that very host.
    List<Mention> mentions(String key) {
        return policy.statements().stream().flatMap(it -> mentions("." + key, it)).toList();
    }

    /// A text that a policy writes out, whole or as the beginning of what it allows.
    record Mention(String text, boolean whole) {}

    private static Stream<Mention> mentions(String selector, Statement statement) {
        return switch (statement) {
            case Statement.Compare(var operator, var at, Ipld.Text(var text))
                    when operator == Statement.Operator.EQUAL && at.text().equals(selector) ->
                    Stream.of(new Mention(text, true));
            case Statement.Like(var at, var glob) when at.text().equals(selector) ->
                    Stream.of(beginning(glob.pattern()));
            case Statement.And(var all) -> all.stream().flatMap(it -> mentions(selector, it));
            case Statement.Or(var any) -> any.stream().flatMap(it -> mentions(selector, it));
            case Statement.Compare compare -> Stream.empty();
            case Statement.Like like -> Stream.empty();
            case Statement.Not not -> Stream.empty();
            case Statement.All all -> Stream.empty();
            case Statement.Any any -> Stream.empty();
        };
    }

    private static Mention beginning(String pattern) {
        var text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == STAR) {
                return new Mention(text.toString(), false);
            }
            boolean isEscape =
                    c == ESCAPE && i + 1 < pattern.length() && pattern.charAt(i + 1) == STAR;
            text.append(isEscape ? pattern.charAt(++i) : c);
        }
        return new Mention(text.toString(), true);
    }
}
