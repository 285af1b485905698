package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.Links;
import ipvm.data.MalformedException;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Task;
import ipvm.task.Wish;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import java.util.Optional;
import java.util.function.Predicate;

/// Whoever comes with a signed request is let in here: it is meant for this node, its chain holds
/// now, and this node lends itself to whoever signed it.
///
/// Whether it was seen before is asked later, where its answer may be known.
record Admission(Rights rights, RuleTerms terms) {

    private static final long SECOND_MILLIS = 1_000;

    /// Delegations that lie in a store as content.
    static Proofs proofs(Store store) {
        return name -> {
            try {
                var block = store.block(name);
                return block.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Delegation.decode(block.get()));
            } catch (StoreException | MalformedException e) {
                return Optional.empty();
            }
        };
    }

    Admitted admit(Invocation invocation, Proofs given, long nowMillis) {
        if (!invocation.executor().equals(rights.self())) {
            return denied("it asks " + invocation.executor() + ", and this is " + rights.self());
        }
        var verdict = terms.delegations().judge(invocation, given, nowMillis / SECOND_MILLIS);
        return switch (verdict) {
            case Refusal refusal -> denied(refusal.reason().label() + ": " + refusal.message());
            case Grant grant -> lent(invocation, grant);
        };
    }

    /// What a neighbour asks for, which may be more than a task.
    ///
    /// @param isPublic what everybody may have
    Favour favour(Invocation invocation, Proofs given, Predicate<Cid> isPublic, long nowMillis) {
        var command = invocation.request().command();
        if (!Office.COMMANDS.contains(command)) {
            return switch (admit(invocation, given, nowMillis)) {
                case Admitted.In(var order) -> new Favour.Run(order);
                case Admitted.Out(var reply) -> new Favour.No(reply);
            };
        }
        if (!invocation.executor().equals(rights.self())) {
            return no("it asks " + invocation.executor() + ", and this is " + rights.self());
        }
        var args = invocation.request().args();
        if (command.equals(Office.READ) && Links.of(args).stream().allMatch(isPublic)) {
            return new Favour.Say(new Office.Question(command, args, rights.own()));
        }
        var verdict = terms.delegations().judge(invocation, given, nowMillis / SECOND_MILLIS);
        return switch (verdict) {
            case Refusal refusal -> no(refusal.reason().label() + ": " + refusal.message());
            case Grant grant ->
                    rights.isStranger(grant)
                            ? no(advice(command, grant))
                            : new Favour.Say(new Office.Question(command, args, grant));
        };
    }

    private static String advice(Command command, Grant grant) {
        var word =
                command.equals(Office.WORKFLOW)
                        ? "run"
                        : command.equals(Office.WRITE) ? "write" : "read";
        return "that is private (%s); ask the owner for: ipvm grant %s %s"
                .formatted(command, grant.holder(), word);
    }

    private static Favour no(String why) {
        return new Favour.No(new Reply.Denied(why));
    }

    private Admitted lent(Invocation invocation, Grant grant) {
        if (rights.isStranger(grant) && rights.sharing().fuelPerHour() == 0) {
            return denied(
                    "nothing of strangers is run here (share.fuelPerHour = 0); ask the owner for:"
                            + " ipvm grant "
                            + grant.holder()
                            + " run");
        }
        try {
            var order =
                    Order.of(Task.of(invocation), terms.normal(), rights.lent(grant))
                            .wishing(Wish.of(invocation), terms.normal(), terms.most());
            return new Admitted.In(order.askedBy(invocation));
        } catch (MalformedException e) {
            return new Admitted.Out(new Reply.Refused(String.valueOf(e.getMessage())));
        }
    }

    private static Admitted denied(String why) {
        return new Admitted.Out(new Reply.Denied(why));
    }
}
