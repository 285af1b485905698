package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.CipherKey;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.Signer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One sealed session for each neighbour, whatever links and places it is heard from.
///
/// A pure machine: frames, time and wishes go in, [Act]s come out. What is not sealed reaches only
/// greetings, handshakes, refusals and open containers, and none of them costs more than its
/// [Budget]. Either side may begin; where both do, both sessions hold, and the newer one is used.
public final class Sessions {

    private static final Bytes PROLOGUE = Bytes.utf8("ipvm/link@1");
    private static final int GREETINGS_PER_MINUTE = 30;
    private static final long GREETING_SECONDS = 86_400;

    private final Self self;
    private final Limits limits;
    private final Budget strangers;
    private final Budget greetings;
    private final Map<Long, Approach> approaches = new LinkedHashMap<>();
    private final Peers peers;
    private List<Act> acts = new ArrayList<>();
    private long nowMillis;

    /// Who a node is on its links.
    ///
    /// @param agreement what secrets are agreed on with, made anew at each start
    /// @param chance 32 bytes that nobody foresees, each time
    /// @param wallSeconds what time it is, for greetings, which end at some time
    /// @param links the names of its links
    public record Self(
            Signer signer,
            PrivateKey agreement,
            Supplier<Bytes> chance,
            LongSupplier wallSeconds,
            List<String> links) {

        public Self {
            links = List.copyOf(links);
        }
    }

    public Sessions(Self self, Limits limits) {
        this.self = self;
        this.limits = limits;
        this.strangers =
                new Budget(limits.handshakesPerMinuteMax(), limits.strangersPerMinuteMax());
        this.peers = new Peers(limits.sessionsMax());
        this.greetings = new Budget(GREETINGS_PER_MINUTE, limits.strangersPerMinuteMax());
    }

    /// What this node says of itself in clear.
    public Bytes greeting() {
        long until = self.wallSeconds().getAsLong() + GREETING_SECONDS;
        var key = self.agreement().publicKey();
        return new Frame.Hello(Greeting.sign(self.signer(), key, until, self.links())).encode();
    }

    // --- what may happen ---------------------------------------------------------------------

    /// A frame came from a place.
    public List<Act> hear(Place from, Bytes source, long nowMillis) {
        begin(nowMillis);
        try {
            switch (Frame.decode(source, limits)) {
                case Frame.Hello(var greeting) -> greeted(greeting, from);
                case Frame.Handshake(var sid, var message) -> shaken(sid, message, from);
                case Frame.Sealed sealed -> unseal(sealed, from);
                case Frame.Refusal(var why, var text) -> acts.add(new Act.Refused(from, why, text));
                case Frame.Open(var container) -> acts.add(new Act.Opened(from, container));
            }
        } catch (MalformedException e) {
            refuse(from, Frame.Why.MALFORMED, String.valueOf(e.getMessage()));
        }
        return end();
    }

    /// Somebody who speaks to neighbours is at a place.
    public List<Act> meet(Place place, long nowMillis) {
        begin(nowMillis);
        acts.add(new Act.Send(place, greeting()));
        return end();
    }

    /// Asks for a session with whoever is at a place.
    public List<Act> approach(Place place, long nowMillis) {
        begin(nowMillis);
        approach(place);
        return end();
    }

    /// Seals something for a neighbour; nothing where there is no session to seal it in.
    public Optional<Bytes> seal(Did peer, Bytes inner) {
        return peers.current(peer).map(session -> session.seal(inner).encode());
    }

    /// Time has passed: what was not answered is said again, and sessions that are worn are
    /// renewed.
    public List<Act> tick(long nowMillis) {
        begin(nowMillis);
        for (var approach : List.copyOf(approaches.values())) {
            if (approach.isOver(nowMillis)) {
                approaches.remove(approach.sid);
                if (approach.isOurs && approach.session == null) {
                    acts.add(new Act.Failed(approach.place, "no answer"));
                }
            } else if (approach.isDue(nowMillis)) {
                acts.add(approach.again(nowMillis));
            }
        }
        return end();
    }

    public long wakeMillis() {
        long earliest = Long.MAX_VALUE;
        for (var approach : approaches.values()) {
            earliest = Math.min(earliest, approach.wakeMillis());
        }
        return earliest;
    }

    public boolean knows(Did peer) {
        return peers.current(peer).isPresent();
    }

    /// Whether new keys should be agreed on before long.
    public boolean isWorn(Did peer, long nowMillis) {
        return peers.current(peer).filter(session -> session.isWorn(limits, nowMillis)).isPresent();
    }

    // --- greetings and handshakes ------------------------------------------------------------

    private void greeted(Greeting greeting, Place from) {
        if (!greetings.take(from, nowMillis)) {
            return;
        }
        if (greeting.did().equals(self.signer().did())) {
            if (!greeting.key().equals(self.agreement().publicKey())
                    && greeting.holds(self.wallSeconds().getAsLong())) {
                acts.add(new Act.Twin(greeting.did(), from));
            }
        } else if (greeting.holds(self.wallSeconds().getAsLong())) {
            acts.add(new Act.Greeted(greeting, from));
            answer(greeting, from);
        } else {
            refuse(from, Frame.Why.DENIED, "a greeting that does not hold");
        }
    }

    /// Of two strangers the one with the lower name begins; the other makes sure it is known.
    private void answer(Greeting greeting, Place from) {
        if (knows(greeting.did()) && peers.hasKey(greeting.did(), greeting.key())) {
            seal(greeting.did(), Bytes.EMPTY)
                    .ifPresent(frame -> acts.add(new Act.Send(from, frame)));
        } else if (self.signer().did().text().compareTo(greeting.did().text()) < 0) {
            approach(from);
        } else {
            acts.add(new Act.Send(from, greeting()));
        }
    }

    private void approach(Place place) {
        boolean isUnderWay =
                approaches.values().stream().anyMatch(one -> one.isOurs && one.place.equals(place));
        if (isUnderWay || !hasRoom()) {
            return;
        }
        long sid = new Sid(self.chance().get()).value();
        if (peers.session(sid).isPresent() || approaches.containsKey(sid)) {
            return; // asked for again by whoever needs it
        }
        var noise = Noise.first(self.agreement(), once(), prologue(sid));
        var approach = new Approach(sid, place, noise, true, nowMillis);
        approaches.put(sid, approach);
        acts.add(approach.say(noise.write(Bytes.EMPTY), nowMillis));
    }

    /// A number of 32 bits that nobody foresees.
    private record Sid(Bytes chance) {
        long value() {
            return (long) chance.at(0) << 24
                    | chance.at(1) << 16
                    | chance.at(2) << 8
                    | chance.at(3);
        }
    }

    private void shaken(long sid, Bytes message, Place from) throws MalformedException {
        var approach = approaches.get(sid);
        if (approach == null) {
            if (peers.session(sid).isPresent()) {
                confirm(
                        peers.session(sid).orElseThrow(),
                        from); // our answer to their last word was lost
            } else {
                invited(sid, message, from);
            }
        } else if (!approach.place.equals(from)) {
            refuse(from, Frame.Why.BUSY, "1000");
        } else if (approach.session != null || isRepeated(approach, message)) {
            acts.add(approach.again(nowMillis));
        } else {
            goOn(approach, message);
        }
    }

    /// The first message has one key and nothing else, so it cannot be mistaken for a later one.
    private static boolean isRepeated(Approach approach, Bytes message) {
        return !approach.isOurs && message.size() == CipherKey.BYTES;
    }

    private void invited(long sid, Bytes message, Place from) throws MalformedException {
        if (message.size() != CipherKey.BYTES) {
            refuse(from, Frame.Why.UNKNOWN_SESSION, "no handshake of this number is under way");
            return;
        }
        if (!hasRoom() || !strangers.take(from, nowMillis)) {
            refuse(from, Frame.Why.BUSY, "60000");
            return;
        }
        var noise = Noise.second(self.agreement(), once(), prologue(sid));
        noise.read(message);
        var approach = new Approach(sid, from, noise, false, nowMillis);
        approaches.put(sid, approach);
        acts.add(approach.say(noise.write(identity()), nowMillis));
    }

    private void goOn(Approach approach, Bytes message) {
        try {
            var payload = approach.noise.read(message);
            var did = Identity.of(payload, approach.noise.theirs());
            if (did.equals(self.signer().did())) {
                metSelf(approach);
                return;
            }
            if (approach.isOurs) {
                acts.add(approach.say(approach.noise.write(identity()), nowMillis));
            }
            agreed(approach, did);
        } catch (MalformedException e) {
            approaches.remove(approach.sid);
            acts.add(new Act.Failed(approach.place, String.valueOf(e.getMessage())));
        }
    }

    private void metSelf(Approach approach) {
        approaches.remove(approach.sid);
        if (!approach.noise.theirs().equals(self.agreement().publicKey())) {
            acts.add(new Act.Twin(self.signer().did(), approach.place));
        }
        acts.add(new Act.Failed(approach.place, "this node itself"));
    }

    private void agreed(Approach approach, Did did) {
        var keys = approach.noise.split();
        var session =
                approach.isOurs
                        ? new Session(approach.sid, did, keys[0], keys[1], nowMillis)
                        : new Session(approach.sid, did, keys[1], keys[0], nowMillis).confirmed();
        approach.session = session;
        if (peers.add(session, approach.noise.theirs())) {
            acts.add(new Act.Twin(did, approach.place));
        }
        acts.add(new Act.Up(did, approach.place));
        if (!approach.isOurs) {
            strangers.giveBack(approach.place);
            approaches.remove(approach.sid);
            confirm(session, approach.place);
        }
    }

    /// Shows the other side that its last word has arrived.
    private void confirm(Session session, Place place) {
        acts.add(new Act.Send(place, session.seal(Bytes.EMPTY).encode()));
    }

    private boolean hasRoom() {
        approaches.values().removeIf(one -> one.isOver(nowMillis));
        return approaches.size() < limits.handshakesMax();
    }

    private PrivateKey once() {
        return PrivateKey.generate(KeyKind.X25519, self.chance().get());
    }

    private Bytes identity() {
        return Identity.show(self.signer(), self.agreement().publicKey());
    }

    private static Bytes prologue(long sid) {
        return Bytes.concat(
                PROLOGUE,
                Bytes.of(
                        (int) (sid >> 24) & 0xff,
                        (int) (sid >> 16) & 0xff,
                        (int) (sid >> 8) & 0xff,
                        (int) sid & 0xff));
    }

    // --- sessions ----------------------------------------------------------------------------

    private void unseal(Frame.Sealed sealed, Place from) {
        var session = peers.session(sealed.sid());
        if (session.isEmpty()) {
            if (!approaches.containsKey(sealed.sid())) {
                refuse(from, Frame.Why.UNKNOWN_SESSION, "");
            }
            return;
        }
        session.get()
                .open(sealed)
                .ifPresent(inner -> acts.add(new Act.Said(session.get().peer, from, inner)));
    }

    /// Agrees on new keys with a neighbour, unless that was tried a moment ago: whoever only
    /// pretends that a session is not known costs one handshake now and then, and no session.
    public List<Act> renew(Did did, Place place, long nowMillis) {
        begin(nowMillis);
        if (peers.mayRenew(did, nowMillis)) {
            approach(place);
        }
        return end();
    }

    private void refuse(Place to, Frame.Why why, String text) {
        if (greetings.take(to, nowMillis)) {
            var shown = text.length() > 200 ? text.substring(0, 200) : text;
            acts.add(new Act.Send(to, new Frame.Refusal(why, shown).encode()));
        }
    }

    private void begin(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    private List<Act> end() {
        var done = acts;
        acts = new ArrayList<>();
        return done;
    }
}
