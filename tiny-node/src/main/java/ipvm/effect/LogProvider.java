package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;

/// `/log/write {text}`: one line in the node's log, in which nothing can be forged.
public final class LogProvider implements EffectProvider {

    private static final Effect WRITE = Effect.command("/log/write", 16, 1_000);

    @Override
    public List<Effect> effects() {
        return List.of(WRITE);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) {
        try {
            var args = Arguments.of(ask.args(), "text");
            around.log().write(ask, safe(args.text("text", around.limits().logCharsMax())));
            return Answer.done(Ipld.ofNull());
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        }
    }

    /// What would move the cursor, colour the screen, begin a line or turn the direction of writing
    /// is spelled out.
    private static String safe(String text) {
        var line = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (isPlain(c)) {
                        line.appendCodePoint(c);
                    } else {
                        line.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                });
        return line.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> c != '\\';
        };
    }
}
