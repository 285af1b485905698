package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;

/// The node as others see it over CoAP: its endpoint, its resources, and what it asks of others.
final class Station {

    private static final long CLOSE_MILLIS = 3_000;

    private final Ear ear;
    private final Limits limits = Limits.DEFAULT;
    private final ScheduledThreadPoolExecutor one;
    private final Sockets sockets;
    private final CoapEndpoint endpoint;
    private final Mail mail;
    private final Lookout lookout;
    private final Inlets inlets;
    private final Outlets outlets;

    Station(Setting setting, Ear ear, InetSocketAddress address) {
        this.ear = ear;
        one = new ScheduledThreadPoolExecutor(1, Station::thread);
        one.setRemoveOnCancelPolicy(true);
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        sockets = new Sockets(address);
        var hand = new UdpHand(sockets, () -> one.getQueue().size() > limits.backlogMax());
        var configuration = Tuning.of(limits);
        endpoint =
                CoapEndpoint.builder().setConfiguration(configuration).setConnector(hand).build();
        endpoint.setExecutors(one, one);
        mail = new Mail(ear, hand, one);
        lookout = new Lookout(endpoint, sockets, ear, one);
        inlets = new Inlets(new Watches(endpoint, ear, one), new Copies(limits, one), ear, limits);
        outlets = new Outlets(setting, limits);
        serve(setting, configuration);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("coap").unstarted(work);
    }

    private void serve(Setting setting, Configuration configuration) {
        var root = new CoapResource("");
        var wellKnown = new CoapResource(".well-known");
        wellKnown.setVisible(false);
        wellKnown.add(new Directory(root));
        root.add(wellKnown);
        root.add(new NodeResource(setting, mail));
        root.add(inlets);
        root.add(outlets);
        endpoint.addInterceptor(mail);
        endpoint.setMessageDeliverer(new Door(root, configuration));
    }

    void start() throws IOException {
        endpoint.start();
        var fault = lookout.start();
        var where = Ways.text(sockets.address());
        ear.changed(
                CoapLink.NAME,
                new Ear.State(
                        fault.isEmpty() ? where : where + ", not by multicast: " + fault, ""));
    }

    void send(Place to, Bytes frame) {
        mail.send(to, frame);
    }

    void look() {
        lookout.look();
    }

    void watch(List<Inlet> all) {
        inlets.watch(all);
    }

    void show(String outlet, Ipld value) {
        one.execute(() -> outlets.show(outlet, value));
    }

    void close() {
        inlets.close();
        endpoint.destroy();
        one.shutdownNow();
        try {
            var unused = one.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
