package ipvm.jit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import run.endive.runtime.MStack;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Instruction;

/// Operands that a branch leaves behind, for Endive's interpreter: on a branch it takes as many
/// values as the block has parameters *and* results, so that it would carry some of these along to
/// the label. They are taken away before it branches.
final class Leftovers {

    /// What lies between the values that a branch takes and the label's height, for each target.
    private record Branch(int arity, List<Integer> extra) {}

    private record Block(Signature type, int height, boolean isLoop) {

        int arity() {
            return isLoop ? type.params().size() : type.results().size();
        }
    }

    private final IdentityHashMap<Instruction, Branch> branches = new IdentityHashMap<>();

    private final Module module;

    private Leftovers(Module module) {
        this.module = module;
    }

    /// Of all functions, as Endive decoded them.
    static Leftovers of(Module module, WasmModule decoded) throws Refused {
        var all = new Leftovers(module);
        for (int i = 0; i < module.bodies.size(); i++) {
            all.read(module.importedFunctions + i, decoded);
        }
        return all;
    }

    /// Of the one function that was decoded.
    static Leftovers of(Module module, int function, WasmModule decoded) throws Refused {
        var one = new Leftovers(module);
        one.read(function, decoded);
        return one;
    }

    private void read(int function, WasmModule decoded) throws Refused {
        var body = decoded.codeSection().getFunctionBody(function - module.importedFunctions);
        new Reader(function, body.instructions()).read();
    }

    /// Clears the stack for a branch that is going to be taken.
    void clear(int code, Instruction instruction, MStack stack) {
        var branch = branches.get(instruction);
        if (branch == null) {
            return;
        }
        int top = code == Code.BR ? 0 : (int) stack.peek();
        if (code == Code.BR_IF && top == 0) {
            return;
        }
        int last = branch.extra.size() - 1;
        int target = code == Code.BR_TABLE && top >= 0 ? Math.min(top, last) : last;
        remove(stack, branch.arity + (code == Code.BR ? 0 : 1), branch.extra.get(target));
    }

    private static void remove(MStack stack, int kept, int count) {
        if (count == 0) {
            return;
        }
        int from = stack.size() - kept;
        System.arraycopy(stack.array(), from, stack.array(), from - count, kept);
        var references = stack.refArray();
        if (references != null) {
            System.arraycopy(references, from, references, from - count, kept);
        }
        for (int i = 0; i < count; i++) {
            stack.pop();
        }
    }

    /// Follows the height of the stack through a body.
    private final class Reader {

        private final Wire in;
        private final List<? extends Instruction> decoded;
        private final List<Block> blocks = new ArrayList<>();
        private int height;
        private int ordinal;

        Reader(int function, List<? extends Instruction> decoded) throws Refused {
            var type = module.signature(function);
            this.in = module.code(module.body(function));
            this.decoded = decoded;
            Locals.read(in, type, Limits.UNLIMITED);
            blocks.add(new Block(new Signature(List.of(), type.results()), 0, false));
        }

        void read() throws Refused {
            while (!blocks.isEmpty()) {
                operator(in.u8());
                ordinal++;
            }
        }

        private void operator(int code) throws Refused {
            var op = Op.of(code);
            if (op != null) {
                height += (op.result() == null ? 0 : 1) - op.params().size();
                Immediates.skip(code, in);
                return;
            }
            switch (code) {
                case Code.BLOCK, Code.LOOP -> open(code);
                case Code.IF -> {
                    height--;
                    open(code);
                }
                case Code.ELSE -> height = blocks.getLast().height + params(blocks.getLast());
                case Code.END -> {
                    var block = blocks.removeLast();
                    height = block.height + block.type.results().size();
                }
                case Code.BR -> {
                    branch(0, in.u32());
                    ordinal += Immediates.skipDead(in);
                }
                case Code.BR_IF -> branch(1, in.u32());
                case Code.BR_TABLE -> {
                    branch(1, targets());
                    ordinal += Immediates.skipDead(in);
                }
                case Code.RETURN, Code.UNREACHABLE -> ordinal += Immediates.skipDead(in);
                default -> other(code);
            }
        }

        private static int params(Block block) {
            return block.type.params().size();
        }

        private void open(int code) throws Refused {
            var type = Code.blockType(in, module, in.position());
            blocks.add(new Block(type, height - type.params().size(), code == Code.LOOP));
        }

        private int[] targets() throws Refused {
            var depths = new int[in.u32() + 1];
            for (int i = 0; i < depths.length; i++) {
                depths[i] = in.u32();
            }
            return depths;
        }

        /// Only blocks that have more values than a branch takes are at risk.
        private void branch(int condition, int... depths) {
            height -= condition;
            var extra = new ArrayList<Integer>();
            int arity = 0;
            for (int depth : depths) {
                var target = blocks.get(blocks.size() - 1 - depth);
                arity = target.arity();
                boolean takesMore = params(target) + target.type.results().size() > arity;
                extra.add(takesMore ? height - arity - target.height : 0);
            }
            if (extra.stream().anyMatch(count -> count > 0)) {
                branches.put(here(), new Branch(arity, extra));
            }
        }

        /// Endive keeps one instruction for each operator.
        private Instruction here() {
            var instruction = decoded.get(ordinal);
            int code = instruction.opcode().opcode();
            if (code < Code.BR || code > Code.BR_TABLE) {
                throw new IllegalStateException("instructions are counted otherwise");
            }
            return instruction;
        }

        private void other(int code) throws Refused {
            if (code == Code.CALL || code == Code.CALL_INDIRECT) {
                int index = in.u32();
                height -= code == Code.CALL ? 0 : 1;
                call(code == Code.CALL ? module.signature(index) : indirect(index));
                return;
            }
            height += change(code, in.peek());
            Immediates.skip(code, in);
        }

        private Signature indirect(int type) throws Refused {
            in.u32();
            return module.types.get(type);
        }

        private void call(Signature type) {
            height += type.results().size() - type.params().size();
        }
    }

    private static int change(int code, int prefixed) {
        return switch (code) {
            case Code.LOCAL_GET, Code.GLOBAL_GET, Code.MEMORY_SIZE -> 1;
            case Code.I32_CONST, Code.I64_CONST, Code.F32_CONST, Code.F64_CONST -> 1;
            case Code.REF_NULL, Code.REF_FUNC -> 1;
            case Code.DROP, Code.LOCAL_SET, Code.GLOBAL_SET -> -1;
            case Code.SELECT, Code.SELECT_T, Code.TABLE_SET -> -2;
            case Code.PREFIX ->
                    switch (prefixed) {
                        case Code.MEMORY_INIT, Code.MEMORY_COPY, Code.MEMORY_FILL -> -3;
                        case Code.TABLE_INIT, Code.TABLE_COPY, Code.TABLE_FILL -> -3;
                        case Code.TABLE_GROW -> -1;
                        case Code.TABLE_SIZE -> 1;
                        default -> 0;
                    };
            default -> 0;
        };
    }
}
