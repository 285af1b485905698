package ipvm.node;

import ipvm.data.Cid;
import ipvm.key.Did;
import ipvm.schedule.Bounds;
import ipvm.task.Task;
import ipvm.task.Wish;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A task that somebody may ask for, and what it may cost.
///
/// @param grant by what authority, with the budgets that it draws on
/// @param mayCommand whether it may do something to the world, and have it done by what follows
/// @param priority -1 to 1, among the asker's own
/// @param aliases what its end shall be found under besides the task's own names
/// @param untilMillis when nobody wants the answer any more
/// @param request what it was asked by, where that came from outside
/// @param readers for whom what comes of it is sealed; nobody where it is no secret
public record Order(
        Task task,
        Bounds bounds,
        Grant grant,
        boolean mayCommand,
        int priority,
        List<Cid> aliases,
        long untilMillis,
        Optional<Invocation> request,
        Set<Did> readers) {

    private static final long SECOND_MILLIS = 1_000;

    public Order {
        aliases = List.copyOf(aliases);
        readers = Set.copyOf(readers);
    }

    boolean isSecret() {
        return !readers.isEmpty();
    }

    Order secret(Set<Did> more) {
        return new Order(
                task, bounds, grant, mayCommand, priority, aliases, untilMillis, request, more);
    }

    public static Order of(Task task, Bounds bounds, Grant grant) {
        return new Order(
                task,
                bounds,
                grant,
                true,
                0,
                List.of(),
                Long.MAX_VALUE,
                Optional.empty(),
                Set.of());
    }

    Order within(Bounds other) {
        return new Order(
                task, other, grant, mayCommand, priority, aliases, untilMillis, request, readers);
    }

    /// The same for somebody who may compute and look and no more, where `may` says so.
    Order commanding(boolean may) {
        return new Order(
                task, bounds, grant, may, priority, aliases, untilMillis, request, readers);
    }

    Order knownAs(List<Cid> names) {
        return new Order(
                task, bounds, grant, mayCommand, priority, names, untilMillis, request, readers);
    }

    /// The same by another right.
    Order by(Grant other) {
        return new Order(
                task, bounds, other, mayCommand, priority, aliases, untilMillis, request, readers);
    }

    /// The same within what was wished for, as far as that is given here.
    Order wishing(Wish wish, Bounds normal, Bounds most) {
        var config = wish.config();
        var wished =
                new Bounds(
                        config.gas().orElse(normal.fuel()),
                        config.memoryBytes().orElse(normal.memoryBytes()),
                        config.timeMillis().orElse(normal.timeMillis()));
        var until = wish.untilSeconds();
        return new Order(
                task,
                wished.within(most),
                grant,
                mayCommand,
                wish.priority(),
                aliases,
                until.isPresent() ? until.getAsLong() * SECOND_MILLIS : Long.MAX_VALUE,
                request,
                readers);
    }

    Order askedBy(Invocation invocation) {
        return new Order(
                task,
                bounds,
                grant,
                mayCommand,
                priority,
                aliases,
                untilMillis,
                Optional.of(invocation),
                readers);
    }

    /// The request, where it may be made only once: asking twice for what is pure is asking once.
    Optional<Invocation> once() {
        return request.filter(invocation -> !invocation.request().nonce().isEmpty());
    }

    /// Every name of the task, its own among UCANs first.
    List<Cid> names() {
        var names = new ArrayList<>(task.names());
        aliases.stream().filter(alias -> !names.contains(alias)).forEach(names::add);
        return List.copyOf(names);
    }
}
