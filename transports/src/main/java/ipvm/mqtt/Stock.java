package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Setting;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is to be found at the broker about us: that we are here, our greeting, our results.
final class Stock {

    private static final long HELLO_SECONDS = 86_400;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Bytes HERE = Bytes.utf8("1");
    private static final Bytes GONE = Bytes.utf8("0");

    private final Topics topics;
    private final Setting setting;
    private final Outbox outbox;
    private final Set<String> described = new HashSet<>();

    Stock(Topics topics, Setting setting, Limits limits) {
        this.topics = topics;
        this.setting = setting;
        outbox = new Outbox(limits);
        outbox.keep(Letter.retained(topics.up(), HERE));
    }

    Outbox outbox() {
        return outbox;
    }

    Letter will() {
        return goodbye();
    }

    Letter goodbye() {
        return Letter.retained(topics.up(), GONE);
    }

    /// The greeting anew, before the old one ends.
    void greet() {
        outbox.keep(
                new Letter(
                        topics.hello(),
                        setting.greeting().get(),
                        true,
                        HELLO_SECONDS,
                        Letter.CBOR,
                        Optional.empty()));
    }

    void show(String name, Ipld value) {
        if (!NAME.matcher(name).matches()) {
            return;
        }
        try {
            outbox.keep(
                    new Letter(
                            topics.out(name),
                            DagJson.encode(value),
                            true,
                            0,
                            Letter.JSON,
                            Optional.empty()));
            describe(name);
        } catch (MalformedException e) {
            return; // a value that JSON has no form for is nothing that anybody could read there
        }
    }

    /// Once, for Home Assistant, which then shows it by itself.
    private void describe(String name) throws MalformedException {
        var wish = setting.key("out." + name + ".homeassistant").orElse("false");
        if (!wish.equals("false") && described.add(name)) {
            var text = DagJson.encode(HomeAssistant.describe(topics, setting, name, wish));
            outbox.keep(Letter.retained(topics.homeAssistant(name), text));
        }
    }
}
