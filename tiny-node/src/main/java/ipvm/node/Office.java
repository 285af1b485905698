package ipvm.node;

import ipvm.data.Ipld;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import java.util.Set;

/// Answers in lines what neighbours ask for beside tasks, in the words that a command is told here.
///
/// What may be looked at is the business of whoever has the words; who may is settled before.
@FunctionalInterface
public interface Office {

    /// A whole workflow; whoever may run tasks may ask for one.
    Command WORKFLOW = new Command("/wasm/run/workflow");

    /// Content, which comes block by block.
    Command READ = new Command("/block/read");

    /// Content to be kept there.
    Command WRITE = new Command("/block/write");

    /// What was run.
    Command RECEIPTS = new Command("/receipt/read");

    /// How the node does.
    Command INSPECT = new Command("/node/inspect");

    /// All that is answered in lines.
    Set<Command> COMMANDS = Set.of(WORKFLOW, READ, WRITE, RECEIPTS, INSPECT);

    /// An office that is closed.
    Office CLOSED = (question, ear) -> ear.end(new End(5, "nothing is answered here"));

    /// What is asked, and by whose right.
    record Question(Command command, Ipld.Map args, Grant grant) {}

    /// How an answer ended.
    ///
    /// @param exit 0 where all was told, else why not, as commands end
    record End(long exit, String error) {

        boolean isGood() {
            return exit == 0;
        }
    }

    /// Takes the lines of an answer, and its end.
    interface Ear {

        /// Takes one more line, as soon as there is room for it.
        void line(Ipld.Map line) throws InterruptedException;

        void end(End end);
    }

    /// Answers on a thread of its own; each answer ends once.
    void answer(Question question, Ear ear);
}
