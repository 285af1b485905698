package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Ear;
import ipvm.link.Place;
import java.util.Optional;

/// What neighbours send: frames, greetings, goodbyes and work; and how frames reach them.
final class Mailbox {

    private static final long FRAME_SECONDS = 60;
    private static final long OPEN = 4;
    private static final String WORK = "work";
    private static final String NOBODY = "-";
    private static final Bytes UP = Bytes.utf8("1");
    private static final int TOPIC_CHARS_MAX = 400;
    private static final int CORRELATION_BYTES_MAX = 32;

    private final Topics topics;
    private final Ear ear;
    private long questions;

    Mailbox(Topics topics, Ear ear) {
        this.topics = topics;
        this.ear = ear;
    }

    /// Whether it was for us; what is not may be a reading.
    boolean take(Arrival arrival) {
        var topic = arrival.topic();
        if (topic.equals(topics.in())) {
            hear(asker(arrival), arrival.payload());
            return true;
        }
        if (topic.equals(Topics.WORK)) {
            hear(asker(arrival), open(arrival.payload()));
            return true;
        }
        var greeter = Topics.nodeOf(topic, "hello");
        if (greeter.isPresent()) {
            greeted(greeter.get(), arrival.payload());
            return true;
        }
        var seen = Topics.nodeOf(topic, "up");
        seen.ifPresent(node -> seen(node, arrival.payload()));
        return seen.isPresent();
    }

    private void hear(Place from, Bytes frame) {
        if (!frame.isEmpty() && frame.size() <= Limits.DEFAULT.frameBytesMax()) {
            ear.heard(from, frame);
        }
    }

    private void greeted(String node, Bytes hello) {
        if (!node.equals(topics.node()) && !hello.isEmpty()) {
            ear.met(place(node));
            hear(place(node), hello);
        }
    }

    private void seen(String node, Bytes state) {
        if (node.equals(topics.node())) {
            return;
        }
        if (state.equals(UP)) {
            ear.met(place(node));
        } else {
            ear.lost(place(node), "it went away from the broker");
        }
    }

    private static Place place(String address) {
        return new Place(MqttLink.NAME, address);
    }

    /// Where an answer goes: to a neighbour's inbox, else to whatever topic the asker named.
    private static Place asker(Arrival arrival) {
        var topic = arrival.question().topic();
        var correlation = arrival.question().correlation();
        var node = Topics.nodeOf(topic, "in");
        if (node.isPresent()) {
            return place(node.get());
        }
        boolean isFit =
                !topic.isEmpty()
                        && !topic.startsWith("$")
                        && topic.indexOf('#') < 0
                        && topic.indexOf('+') < 0
                        && topic.length() <= TOPIC_CHARS_MAX
                        && correlation.size() <= CORRELATION_BYTES_MAX;
        return place(isFit ? topic + "#" + correlation.hex() : NOBODY);
    }

    /// Work is a container as it stands; above links it is the frame `[1, 4, container]`.
    private static Bytes open(Bytes container) {
        return DagCbor.encode(Ipld.list(Ipld.of(1), Ipld.of(OPEN), Ipld.of(container)));
    }

    private static Optional<Bytes> container(Bytes frame) {
        try {
            return DagCbor.decode(frame) instanceof Ipld.List(var items)
                            && items.size() == 3
                            && items.get(1).equals(Ipld.of(OPEN))
                            && items.get(2) instanceof Ipld.Binary(var container)
                    ? Optional.of(container)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// A frame as it travels; empty where there is no way to the place.
    Optional<Letter> letter(Place to, Bytes frame) {
        var address = to.address();
        if (Topics.isNode(address)) {
            return Optional.of(question(Topics.inOf(address), frame));
        }
        if (address.equals(WORK)) {
            return container(frame).map(body -> question(Topics.WORK, body));
        }
        int end = address.lastIndexOf('#');
        return end < 1 ? Optional.empty() : answer(address.substring(0, end), address, frame);
    }

    private Letter question(String topic, Bytes body) {
        var number = Bytes.concat(Bytes.of(new int[4]), number(questions++));
        return letter(topic, body, new Letter.Question(topics.in(), number));
    }

    private static Bytes number(long value) {
        int low = (int) value;
        return Bytes.of(low >> 24, low >> 16, low >> 8, low);
    }

    private static Optional<Letter> answer(String topic, String address, Bytes frame) {
        try {
            var correlation = Bytes.fromHex(address.substring(topic.length() + 1));
            return Optional.of(letter(topic, frame, new Letter.Question("", correlation)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Letter letter(String topic, Bytes body, Letter.Question question) {
        return new Letter(topic, body, false, FRAME_SECONDS, Letter.CBOR, Optional.of(question));
    }
}
