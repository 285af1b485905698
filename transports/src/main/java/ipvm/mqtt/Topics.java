package ipvm.mqtt;

import ipvm.key.Did;
import java.util.Optional;
import java.util.regex.Pattern;

/// The topics of a node; `{n}` in them is its DID without `did:key:`.
///
/// @param node its `{n}`
record Topics(String node) {

    static final String WORK = "ipvm/1/work";
    static final String SHARED_WORK = "$share/ipvm/" + WORK;
    static final String ALL_HELLOS = "ipvm/1/n/+/hello";
    static final String ALL_UPS = "ipvm/1/n/+/up";

    private static final String PREFIX = "ipvm/1/n/";
    private static final String DID_KEY = "did:key:";
    private static final Pattern NODE = Pattern.compile("z[1-9A-HJ-NP-Za-km-z]{10,120}");

    static Topics of(Did self) {
        return new Topics(self.text().substring(DID_KEY.length()));
    }

    static boolean isNode(String text) {
        return NODE.matcher(text).matches();
    }

    /// Whose topic it is, if it is the topic of a node with this end.
    static Optional<String> nodeOf(String topic, String end) {
        if (!topic.startsWith(PREFIX) || !topic.endsWith("/" + end)) {
            return Optional.empty();
        }
        int from = PREFIX.length();
        int to = topic.length() - end.length() - 1;
        return Optional.of(topic.substring(from, Math.max(from, to))).filter(Topics::isNode);
    }

    String up() {
        return PREFIX + node + "/up";
    }

    String hello() {
        return PREFIX + node + "/hello";
    }

    String in() {
        return inOf(node);
    }

    static String inOf(String other) {
        return PREFIX + other + "/in";
    }

    String out(String name) {
        return PREFIX + node + "/out/" + name;
    }

    /// Where Home Assistant looks for things that describe themselves.
    String homeAssistant(String name) {
        return "homeassistant/sensor/ipvm_" + node + "/" + name + "/config";
    }
}
