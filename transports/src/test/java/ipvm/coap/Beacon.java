package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.foreign.Recorder;
import java.util.Map;

/// A node's CoAP link in a process of its own, for networks of their own: says on the standard
/// output what it hears, and sends `hi` to whomever it meets.
final class Beacon {

    private Beacon() {}

    public static void main(String[] words) throws Exception {
        var link = new CoapLink();
        var ear = new Recorder();
        var setting = Board.setting(Map.of("coap.port", words[0]));
        link.open(setting, ear);
        System.out.println("up " + Recorder.next(ear.states).address());
        Thread.ofPlatform().daemon().start(() -> say(ear));
        long start = System.nanoTime();
        var met = ear.met.take();
        System.out.println("met " + met + " after " + (System.nanoTime() - start) / 1_000_000);
        link.send(met, Bytes.utf8("hi"));
        while (true) {
            var more = ear.met.take();
            System.out.println("met " + more);
            link.send(more, Bytes.utf8("hi"));
        }
    }

    private static void say(Recorder ear) {
        try {
            while (true) {
                var heard = ear.frames.take();
                System.out.println("heard " + heard.frame() + " from " + heard.from());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
