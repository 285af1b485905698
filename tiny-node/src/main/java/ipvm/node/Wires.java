package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Reading;
import ipvm.link.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The links of a node: opened together, and heard by one.
final class Wires implements Ear {

    private static final Cost UNKNOWN = new Cost(1_024, 100_000, 100);

    private final List<Link> links;
    private final Hearer hearer;
    private final BiConsumer<String, String> says;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /// Who hears what happens on the links; from any thread.
    interface Hearer {

        void heard(Place from, Bytes frame);

        void met(Place place);

        void lost(Place place, String why);

        void read(Reading reading, Answer answer);
    }

    Wires(List<Link> links, Hearer hearer, BiConsumer<String, String> says) {
        this.links = links;
        this.hearer = hearer;
        this.says = says;
    }

    /// A link that cannot be opened is down and says why; the others serve.
    void open(Setting setting) {
        for (var link : links) {
            try {
                link.open(setting, this);
            } catch (LinkException e) {
                changed(link.name(), new State("", String.valueOf(e.getMessage())));
            }
        }
    }

    List<String> names() {
        return links.stream().map(Link::name).toList();
    }

    Map<String, State> states() {
        return Map.copyOf(states);
    }

    boolean hasLinkTo(Place place) {
        return link(place).isPresent();
    }

    private Optional<Link> link(Place place) {
        return links.stream().filter(link -> link.name().equals(place.link())).findFirst();
    }

    Cost cost(Place place) {
        return link(place).map(link -> link.cost(place)).orElse(UNKNOWN);
    }

    void send(Place to, Bytes frame) {
        link(to).ifPresent(link -> link.send(to, frame));
    }

    /// Lets in the readings of these devices, and of no others.
    void watch(List<Inlet> inlets) {
        links.forEach(link -> link.watch(inlets));
    }

    void show(String outlet, Ipld value) {
        links.forEach(link -> link.show(outlet, value));
    }

    void look() {
        links.forEach(Link::look);
    }

    void close() {
        links.forEach(Link::close);
    }

    @Override
    public void heard(Place from, Bytes frame) {
        hearer.heard(from, frame);
    }

    @Override
    public void met(Place place) {
        hearer.met(place);
    }

    @Override
    public void lost(Place place, String why) {
        hearer.lost(place, why);
    }

    @Override
    public void changed(String link, State state) {
        states.put(link, state);
        says.accept("link " + link, state.isUp() ? "up at " + state.address() : state.fault());
    }

    /// What a device is told of its reading.
    static void answer(Reply reply, Answer answer) {
        if (reply instanceof Reply.Accepted) {
            answer.taken();
        } else if (reply instanceof Reply.Busy(var why, var millis)) {
            answer.excess(why, millis);
        } else if (reply instanceof Reply.Full(var why)) {
            answer.busy(why);
        } else if (reply instanceof Reply.Broken(var why)) {
            answer.busy(why);
        } else if (reply instanceof Reply.Missing(var what)) {
            answer.refused(what);
        } else if (reply instanceof Reply.Refused(var why)) {
            answer.refused(why);
        } else {
            answer.busy("the node is about to stop");
        }
    }

    @Override
    public void read(Reading reading, Answer answer) {
        hearer.read(reading, answer);
    }
}
