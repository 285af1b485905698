package ipvm.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the rounds of a loop on all ways from its start back there, and tells what is certain on
/// each of them.
final class RoundReader {

    /// An open block with what is certain at its end and at its other half, as far as it was read.
    private static final class Block {
        final Signature type;
        final int height;
        @Nullable Round end;
        @Nullable Round orElse;

        Block(Signature type, int height, @Nullable Round orElse) {
            this.type = type;
            this.height = height;
            this.orElse = orElse;
        }
    }

    private final Wire in;
    private final Module module;
    private final Survey survey;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Term> stack = new ArrayList<>();

    /// Null where no round comes.
    private @Nullable Round now = Round.begin();

    private boolean isAlwaysAsked = true;

    /// Locals by which all ways back so far are bounded, with the shortest distances.
    private @Nullable Map<Integer, Integer> distances;

    RoundReader(Wire in, Module module, Survey survey) {
        this.in = in;
        this.module = module;
        this.survey = survey;
    }

    Rounds read() throws Refused {
        boolean isOpen = true;
        while (isOpen) {
            isOpen = now == null ? skip() : operator(now, in.u8());
        }
        if (distances == null) {
            return new Rounds.Open();
        }
        if (isAlwaysAsked) {
            return new Rounds.Asked();
        }
        int distance = distances.values().stream().mapToInt(Math::abs).max().orElse(0);
        if (distance == 0 || !survey.isSimple()) {
            return new Rounds.Open();
        }
        int perByte = (survey.cost() + distance - 1) / distance;
        return new Rounds.Walk(perByte, 2 * survey.cost());
    }

    /// Reads an operator; false when it ends the loop.
    private boolean operator(Round at, int code) throws Refused {
        var op = Op.of(code);
        if (op != null) {
            plain(at, code, op);
            return true;
        }
        switch (code) {
            case Code.NOP -> {}
            case Code.BLOCK, Code.LOOP -> open(null);
            case Code.IF -> {
                pop();
                open(at.copy());
            }
            case Code.ELSE -> orElse(blocks.getLast());
            case Code.END -> {
                return end();
            }
            case Code.BR_IF -> {
                pop();
                branch(at, in.u32());
            }
            case Code.BR -> {
                branch(at, in.u32());
                now = null;
            }
            case Code.BR_TABLE -> {
                for (int left = in.u32() + 1; left > 0; left--) {
                    branch(at, in.u32());
                }
                now = null;
            }
            case Code.RETURN, Code.UNREACHABLE -> now = null;
            default -> other(at, code);
        }
        return true;
    }

    private void plain(Round at, int code, Op op) throws Refused {
        var second = op.params().size() > 1 ? pop() : Term.SAME;
        var first = pop();
        boolean touches = op.bytes() > 0;
        if (touches) {
            in.u32();
            in.u32();
            at.touch(first);
        }
        if (op.result() != null) {
            stack.add(touches ? Term.UNKNOWN : Term.of(code, first, second));
        }
    }

    private Term pop() {
        return stack.isEmpty() ? Term.UNKNOWN : stack.removeLast();
    }

    private void open(@Nullable Round orElse) throws Refused {
        var type = Code.blockType(in, module, in.position());
        blocks.add(new Block(type, stack.size() - type.params().size(), orElse));
    }

    private void orElse(Block block) {
        block.end = Round.meet(block.end, now);
        now = block.orElse;
        block.orElse = null;
        cut(block.height);
    }

    private boolean end() {
        if (blocks.isEmpty()) {
            return false;
        }
        var block = blocks.removeLast();
        now = Round.meet(Round.meet(now, block.end), block.orElse);
        cut(block.height);
        block.type.results().forEach(result -> stack.add(Term.UNKNOWN));
        return true;
    }

    /// What is missing below counts as unknown, so a stack may be cut too short but not left too
    /// long.
    private void cut(int height) {
        while (stack.size() > Math.max(0, height)) {
            stack.removeLast();
        }
    }

    private void branch(Round at, int depth) {
        int target = blocks.size() - depth;
        if (target > 0) {
            var block = blocks.get(target - 1);
            block.end = Round.meet(block.end, at.copy());
        } else if (target == 0) {
            isAlwaysAsked &= at.isAsked();
            distances = distances == null ? at.distances() : common(distances, at.distances());
        }
    }

    /// Distances of two ways back count if both lead in the same direction.
    private static Map<Integer, Integer> common(
            Map<Integer, Integer> some, Map<Integer, Integer> others) {
        var both = new HashMap<Integer, Integer>();
        some.forEach((local, one) -> {
            int other = others.getOrDefault(local, 0);
            if (one > 0 && other > 0) {
                both.put(local, Math.min(one, other));
            } else if (one < 0 && other < 0) {
                both.put(local, Math.max(one, other));
            }
        });
        return both;
    }

    private boolean skip() throws Refused {
        Immediates.skipDead(in);
        if (in.u8() == Code.END) {
            return end();
        }
        orElse(blocks.getLast());
        return true;
    }

    private void other(Round at, int code) throws Refused {
        switch (code) {
            case Code.LOCAL_GET -> {
                int local = in.u32();
                stack.add(survey.isWritten(local) ? at.get(local) : Term.SAME);
            }
            case Code.LOCAL_SET -> at.set(in.u32(), pop());
            case Code.LOCAL_TEE -> {
                var value = pop();
                at.set(in.u32(), value);
                stack.add(value);
            }
            case Code.I32_CONST -> stack.add(Term.constant(in.s32()));
            case Code.I64_CONST, Code.F32_CONST, Code.F64_CONST -> push(code, Term.SAME);
            case Code.GLOBAL_GET, Code.MEMORY_SIZE -> push(code, Term.UNKNOWN);
            case Code.SELECT -> {
                cut(stack.size() - 3);
                stack.add(Term.UNKNOWN);
            }
            case Code.GLOBAL_SET, Code.DROP -> {
                Immediates.skip(code, in);
                pop();
            }
            case Code.CALL -> call(at, in.u32());
            default -> rest(at, code);
        }
    }

    private void push(int code, Term value) throws Refused {
        Immediates.skip(code, in);
        stack.add(value);
    }

    private void call(Round at, int function) {
        var type = module.signature(function);
        cut(stack.size() - type.params().size());
        type.results().forEach(result -> stack.add(Term.UNKNOWN));
        at.ask(module.isImport(function) || module.shape(function).calls());
    }

    /// Nothing is known after the rarer operators. Those that pay by size ask for fuel.
    private void rest(Round at, int code) throws Refused {
        at.ask(code == Code.MEMORY_GROW || (code == Code.PREFIX && isBulk(in.peek())));
        Immediates.skip(code, in);
        stack.clear();
    }

    private static boolean isBulk(int prefixed) {
        return switch (prefixed) {
            case Code.MEMORY_INIT, Code.MEMORY_COPY, Code.MEMORY_FILL -> true;
            case Code.TABLE_INIT, Code.TABLE_COPY, Code.TABLE_FILL -> true;
            default -> false;
        };
    }
}
