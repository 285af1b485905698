package ipvm.node;

import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.key.Did;
import ipvm.schedule.Bounds;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Window;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be asked of this node, and whose word counts here.
///
/// @param self who executes
/// @param trusted whose receipts are recalled besides its own
/// @param sharing for whom it works, and how much
public record Rights(Did self, Effects effects, Set<Did> trusted, Sharing sharing, Limits limits) {

    /// Bounds within which any end that is known is the answer.
    static final Bounds ANY = new Bounds(0, 0, 0);

    private static final long SETTLING_MILLIS = 30_000;

    public Rights {
        trusted = Set.copyOf(trusted);
    }

    /// A node that works for nobody but itself.
    public Rights(Did self, Effects effects, Set<Did> trusted, Limits limits) {
        this(self, effects, trusted, Sharing.NOTHING, limits);
    }

    /// What the node may do itself, which is everything that is its own.
    public Grant own() {
        return new Grant(
                self, self, Command.ALL, Policy.ANYTHING, Window.ALWAYS, List.of(), List.of());
    }

    /// How long it may take to find out what became of a command.
    Bounds settling() {
        return new Bounds(0, 0, SETTLING_MILLIS);
    }

    boolean trusts(Did signer) {
        return signer.equals(self) || trusted.contains(signer);
    }

    /// A right as far as the node lends itself to whoever holds it: without end where the resource
    /// or the asker is at home here, else out of what strangers share.
    Grant lent(Grant grant) {
        return isStranger(grant) ? grant.within(sharing.budget()) : grant;
    }

    boolean isStranger(Grant grant) {
        return !isAtHome(grant.subject()) && !isAtHome(grant.holder());
    }

    private boolean isAtHome(Did did) {
        return did.equals(self) || sharing.owners().contains(did);
    }

    /// What kind of effect a command is, if it is one.
    Optional<Effect.Kind> kind(Command command) {
        return effects.find(command).map(Effect::kind);
    }

    public boolean isQuery(Command command) {
        return kind(command).filter(Effect.Kind.QUERY::equals).isPresent();
    }

    /// Whether it only computes or looks; what nobody knows may do anything.
    boolean isHarmless(Command command) {
        return command.equals(Task.WASM_RUN) || isQuery(command);
    }

    boolean isCommand(Command command) {
        return kind(command).filter(Effect.Kind.COMMAND::equals).isPresent();
    }

    /// Why somebody may not ask for this now: what cannot be taken back needs a right of which it
    /// is known that it still holds.
    Optional<String> refusal(Order order, boolean isClockSet) {
        boolean isTimely =
                isClockSet
                        || order.grant().window().expires().isEmpty()
                        || !isCommand(order.task().command());
        return isTimely
                ? refusal(order)
                : Optional.of("the clock is not set, and the right to a command ends at some time");
    }

    /// Why somebody may not ask for this, if so.
    Optional<String> refusal(Order order) {
        var task = order.task();
        var grant = order.grant();
        if (!grant.subject().equals(task.subject())) {
            return Optional.of(grant.subject() + " gave the right, not " + task.subject());
        }
        if (!grant.command().covers(task.command())) {
            return Optional.of("the right to " + grant.command() + " is none to " + task.command());
        }
        if (!grant.policy().allows(effects.plain(task.command(), task.args()))) {
            return Optional.of("the arguments are not what the policy of the right asks for");
        }
        if (!task.isWasm() && !task.subject().equals(self)) {
            return Optional.of(
                    "an effect is executed by its subject alone, which is " + task.subject());
        }
        if (!task.isWasm() && effects.find(task.command()).isEmpty()) {
            return Optional.of(effects.missing(task.command()));
        }
        return order.mayCommand() || !isCommand(task.command())
                ? Optional.empty()
                : Optional.of("this may compute and look, and not " + task.command());
    }
}
