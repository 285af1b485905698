package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Three delegations in a row and an invocation at their end, before anybody signs them.
///
/// @param drafts the owner's own first
/// @param asker who signs the invocation
/// @param named whom the invocation names as its issuer
record Story(List<Draft> drafts, Person asker, Did named, Request request) {

    static final long NOW = 1_767_225_600;
    private static final long PAST = 1_000_000_000;
    private static final long FUTURE = 4_000_000_000L;
    private static final int LENGTH = 3;

    private static final List<String> COMMANDS =
            List.of("/", "/wasm", "/wasm/run", "/wasm/run/once");

    /// One delegation: who signs it, in whose name, and what it says.
    record Draft(Person signer, Did named, Terms terms) {
        Draft saying(Terms other) {
            return new Draft(signer, named, other);
        }

        Draft signedBy(Person other) {
            return new Draft(other, named, terms);
        }

        Draft by(Person other) {
            return new Draft(other, other.did(), terms);
        }
    }

    Story {
        drafts = List.copyOf(drafts);
    }

    /// What may be wrong with a story, and what either side calls it.
    enum Fault {
        EXPIRED_DELEGATION(Refusal.Reason.EXPIRED, "expiration must be in the future"),
        EXPIRED_INVOCATION(Refusal.Reason.EXPIRED, "expiration must be in the future"),
        DELEGATION_TOO_EARLY(Refusal.Reason.TOO_EARLY, "not valid yet"),
        WIDENED_COMMAND(Refusal.Reason.INVALID_CLAIM, "command mismatch"),
        COMMAND_BEYOND_THE_GRANT(Refusal.Reason.INVALID_CLAIM, "command mismatch"),
        DELEGATION_TO_ANOTHER(Refusal.Reason.INVALID_AUDIENCE, "principal alignment mismatch"),
        INVOCATION_BY_ANOTHER(Refusal.Reason.INVALID_AUDIENCE, "principal alignment mismatch"),
        DELEGATION_ABOUT_ANOTHER(Refusal.Reason.INVALID_SUBJECT, "subject alignment mismatch"),
        ROOT_BY_ANOTHER(Refusal.Reason.INVALID_SUBJECT, "not self-signed"),
        ROOT_ABOUT_NOBODY(Refusal.Reason.INVALID_CLAIM, "not self-signed"),
        ARGUMENTS_AGAINST_THE_POLICY(Refusal.Reason.MATCH_ERROR, "invalid arguments"),
        DELEGATION_SIGNED_BY_ANOTHER(
                Refusal.Reason.INVALID_SIGNATURE, "signature verification failed"),
        INVOCATION_SIGNED_BY_ANOTHER(
                Refusal.Reason.INVALID_SIGNATURE, "signature verification failed");

        private final Refusal.Reason reason;
        private final String theirWords;

        Fault(Refusal.Reason reason, String theirWords) {
            this.reason = reason;
            this.theirWords = theirWords;
        }

        Refusal.Reason reason() {
            return reason;
        }

        String theirWords() {
            return theirWords;
        }
    }

    /// A story that everybody must believe.
    static Story random(RandomGenerator random) throws MalformedException {
        var people = new ArrayList<Person>();
        for (int i = 0; i <= LENGTH; i++) {
            people.add(Person.random(random));
        }
        var owner = people.getFirst().did();
        var policies = new RandomPolicy(random);
        var args = policies.args();
        var drafts = new ArrayList<Draft>();
        int scope = random.nextInt(2);
        for (int i = 0; i < LENGTH; i++) {
            scope = Math.min(scope + random.nextInt(2), COMMANDS.size() - 1);
            var terms =
                    Terms.of(people.get(i + 1).did(), owner, command(scope), nonce(random))
                            .withPolicy(policies.holding(args))
                            .within(window(random))
                            .withMeta(meta(random));
            drafts.add(
                    new Draft(
                            people.get(i),
                            people.get(i).did(),
                            i > 0 && random.nextInt(3) == 0 ? terms.asPowerline() : terms));
        }
        var asked = command(Math.min(scope + random.nextInt(2), COMMANDS.size() - 1));
        var request = Request.of(owner, asked, args, nonce(random)).withMeta(meta(random));
        var asker = people.getLast();
        return new Story(
                drafts, asker, asker.did(), random.nextBoolean() ? request.until(FUTURE) : request);
    }

    private static Command command(int scope) {
        return new Command(COMMANDS.get(scope));
    }

    private static Bytes nonce(RandomGenerator random) {
        var nonce = new byte[12];
        random.nextBytes(nonce);
        return Bytes.wrap(nonce);
    }

    private static Window window(RandomGenerator random) {
        return new Window(
                random.nextBoolean() ? OptionalLong.of(PAST) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(FUTURE) : OptionalLong.empty());
    }

    private static Ipld.Map meta(RandomGenerator random) {
        return random.nextBoolean()
                ? Ipld.map()
                : Ipld.map("fuel", Ipld.of(random.nextInt(1 << 20)), "why", Ipld.of("t\u00e9st"));
    }

    /// The same story with one thing wrong in it.
    Story with(Fault fault, RandomGenerator random) throws MalformedException {
        int at = random.nextInt(LENGTH);
        var draft = drafts.get(at);
        var terms = draft.terms();
        var stranger = Person.random(random);
        return switch (fault) {
            case EXPIRED_DELEGATION -> with(at, draft.saying(terms.within(Window.until(PAST))));
            case EXPIRED_INVOCATION -> asking(request.until(PAST));
            case DELEGATION_TOO_EARLY -> with(at, draft.saying(terms.within(from(FUTURE))));
            case WIDENED_COMMAND -> widened(1 + random.nextInt(LENGTH - 1));
            case COMMAND_BEYOND_THE_GRANT ->
                    everywhere(new Command("/wasm")).asking(asked(new Command("/crud/read")));
            case DELEGATION_TO_ANOTHER -> with(at, draft.saying(to(stranger.did(), terms)));
            case INVOCATION_BY_ANOTHER -> new Story(drafts, stranger, stranger.did(), request);
            case DELEGATION_ABOUT_ANOTHER -> about(stranger, 1 + random.nextInt(LENGTH - 1));
            case ROOT_BY_ANOTHER -> with(0, drafts.getFirst().by(stranger));
            case ROOT_ABOUT_NOBODY ->
                    with(0, drafts.getFirst().saying(drafts.getFirst().terms().asPowerline()));
            case ARGUMENTS_AGAINST_THE_POLICY -> {
                var broken = new RandomPolicy(random).broken(request.args());
                yield with(at, draft.saying(terms.withPolicy(terms.policy().and(broken))));
            }
            case DELEGATION_SIGNED_BY_ANOTHER ->
                    with(at, draft.signedBy(twin(draft.signer(), random)));
            case INVOCATION_SIGNED_BY_ANOTHER ->
                    new Story(drafts, twin(asker, random), named, request);
        };
    }

    /// Somebody else with a key of the same kind, so that only the signature gives them away.
    private static Person twin(Person person, RandomGenerator random) throws MalformedException {
        return Person.random(person.kind(), random);
    }

    private static Window from(long seconds) {
        return new Window(OptionalLong.of(seconds), OptionalLong.empty());
    }

    private static Terms to(Did audience, Terms terms) {
        return new Terms(
                audience,
                terms.subject(),
                terms.command(),
                terms.policy(),
                terms.window(),
                terms.meta(),
                terms.nonce());
    }

    private static Terms about(Optional<Did> subject, Terms terms) {
        return new Terms(
                terms.audience(),
                subject,
                terms.command(),
                terms.policy(),
                terms.window(),
                terms.meta(),
                terms.nonce());
    }

    private static Terms under(Command command, Terms terms) {
        return new Terms(
                terms.audience(),
                terms.subject(),
                command,
                terms.policy(),
                terms.window(),
                terms.meta(),
                terms.nonce());
    }

    /// One delegation, though not the first, has another subject.
    private Story about(Person other, int at) {
        var draft = drafts.get(at);
        return with(at, draft.saying(about(Optional.of(other.did()), draft.terms())));
    }

    /// One delegation says more than the one before it, about the same subject.
    private Story widened(int at) {
        var narrow = everywhere(new Command("/wasm/run"));
        var draft = narrow.drafts.get(at);
        var wide =
                about(Optional.of(request.subject()), under(new Command("/wasm"), draft.terms()));
        return narrow.with(at, draft.saying(wide));
    }

    /// All delegations and the invocation have one command.
    Story everywhere(Command command) {
        var changed = drafts.stream().map(draft -> draft.saying(under(command, draft.terms())));
        return new Story(changed.toList(), asker, named, asked(command));
    }

    private Request asked(Command command) {
        var asked =
                Request.of(request.subject(), command, request.args(), request.nonce())
                        .withMeta(request.meta());
        return request.expires().isPresent() ? asked.until(FUTURE) : asked;
    }

    Story asking(Request other) {
        return new Story(drafts, asker, named, other);
    }

    private Story with(int at, Draft draft) {
        var changed = new ArrayList<>(drafts);
        changed.set(at, draft);
        return new Story(changed, asker, named, request);
    }
}
