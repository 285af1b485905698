package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.Links;
import ipvm.ucan.Command;
import java.util.List;

/// What a neighbour's request comes to at the door.
sealed interface Favour {

    /// A task is to be run, or an effect asked for.
    record Run(Order order) implements Favour {}

    /// Something is to be answered in lines.
    record Say(Office.Question question) implements Favour {

        /// What has to be here before.
        List<Cid> needs() {
            return isLasting() ? Links.of(question.args()) : List.of();
        }

        /// Whether it is done however often somebody is started anew.
        boolean isLasting() {
            return lasts(question.command());
        }

        /// Whether it goes on without what nobody has.
        boolean isLenient() {
            return question.command().equals(Office.WORKFLOW);
        }

        /// What the neighbour may ask for then, block by block.
        List<Cid> gives() {
            boolean isGift = question.args().find("op").equals(java.util.Optional.of(GIVE));
            return isGift ? Links.of(question.args()) : List.of();
        }
    }

    /// It may not, or nobody knows what it means.
    record No(Reply reply) implements Favour {}

    /// Content that is to be handed out, rather than told.
    Ipld GIVE = Ipld.of("give");

    static boolean lasts(Command command) {
        return command.equals(Office.WORKFLOW) || command.equals(Office.WRITE);
    }
}
