package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.jspecify.annotations.Nullable;

/// Keeps one connection to the broker, on one thread that also sees every message.
///
/// It tries again for ever, soon at first and then every half minute; the try is a new client each
/// time, and what is to be at the broker is put there again.
final class Loop implements Tie.Listener {

    private static final long CLOSE_SECONDS = 5;
    private static final long LATER_SECONDS = 1;
    private static final long SETTLED_SECONDS = 10;
    private static final long GREETING_HOURS = 6;
    private static final int RETAIN_SEND = 0;
    private static final int RETAIN_NEVER = 2;

    private final Broker broker;
    private final Ear ear;
    private final Limits limits = Limits.DEFAULT;
    private final Topics topics;
    private final Stock stock;
    private final Mailbox mailbox;
    private final Feeds feeds;
    private final boolean isWorker;
    private final ScheduledThreadPoolExecutor one;

    private @Nullable Tie tie;
    private boolean isUp;
    private boolean isNumbering;
    private @Nullable Future<?> watchdog;
    private int tries;
    private String told = "?";
    private volatile boolean isClosed;

    Loop(Broker broker, Setting setting, Ear ear) {
        this.broker = broker;
        this.ear = ear;
        topics = Topics.of(setting.self());
        stock = new Stock(topics, setting, limits);
        mailbox = new Mailbox(topics, ear);
        feeds = new Feeds(ear, this::later, limits);
        isWorker = setting.key("mqtt.work").filter(value -> value.equals("true")).isPresent();
        one = new ScheduledThreadPoolExecutor(1, Loop::thread);
        one.setRemoveOnCancelPolicy(true);
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("mqtt").unstarted(work);
    }

    void start() {
        one.execute(this::connect);
        var unused =
                one.scheduleWithFixedDelay(
                        this::greet, GREETING_HOURS, GREETING_HOURS, TimeUnit.HOURS);
    }

    private void connect() {
        try {
            var next = new Tie(broker, "ipvm-" + topics.node(), limits, this);
            tie = next;
            next.connect(stock.will());
            watchdog =
                    one.schedule(
                            () -> over(next, broker + ": no answer", false),
                            limits.connectSeconds() + 1,
                            TimeUnit.SECONDS);
        } catch (MqttException | IllegalArgumentException e) {
            again(Fault.of(broker, e));
        }
    }

    private void again(String why) {
        tell(why);
        long millis = (long) limits.againMillisMin() << Math.min(tries, 16);
        millis = Math.min(millis, limits.againMillisMax());
        // A quarter more or less, by who we are: or all nodes come back in one instant.
        int spread = Math.floorMod(topics.node().hashCode() + 7_919 * tries, 51) - 25;
        tries++;
        var unused =
                one.schedule(this::connect, millis * (100 + spread) / 100, TimeUnit.MILLISECONDS);
    }

    private void tell(String fault) {
        if (!told.equals(fault) && !isClosed) {
            told = fault;
            ear.changed(MqttLink.NAME, new Ear.State(broker.toString(), fault));
        }
    }

    /// Only what the present connection says counts.
    private void during(Tie which, Runnable work) {
        try {
            one.execute(() -> {
                if (which == tie) {
                    work.run();
                }
            });
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    @Override
    public void connected(Tie which, Tie.Terms terms) {
        during(which, () -> begin(which, terms));
    }

    private void begin(Tie which, Tie.Terms terms) {
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        isUp = true;
        stock.greet();
        stock.outbox().open(terms.receiveMax());
        feeds.begin(terms.isResumed());
        isNumbering = terms.isNumbering();
        tell("");
        subscribe(which, subscriptions(), 0);
        feeds.filters().forEach(filter -> subscribe(which, filter));
        pump();
        var unused = one.schedule(() -> settled(which), SETTLED_SECONDS, TimeUnit.SECONDS);
    }

    /// A connection that lasts: the next try may be soon again.
    private void settled(Tie which) {
        if (which == tie) {
            tries = 0;
        }
    }

    private List<MqttSubscription> subscriptions() {
        var all = new ArrayList<MqttSubscription>();
        all.add(subscription(topics.in(), RETAIN_NEVER));
        all.add(subscription(Topics.ALL_HELLOS, RETAIN_SEND));
        all.add(subscription(Topics.ALL_UPS, RETAIN_NEVER));
        if (isWorker) {
            all.add(subscription(Topics.SHARED_WORK, RETAIN_SEND));
        }
        return all;
    }

    private static MqttSubscription subscription(String filter, int retain) {
        var subscription = new MqttSubscription(filter, 1);
        subscription.setRetainHandling(retain);
        return subscription;
    }

    private void subscribe(Tie which, Filter filter) {
        var all = List.of(subscription(filter.text(), RETAIN_NEVER));
        subscribe(which, all, isNumbering ? feeds.number(filter) : 0);
    }

    private void subscribe(Tie which, List<MqttSubscription> all, int number) {
        try {
            which.subscribe(all, number);
        } catch (MqttException | IllegalArgumentException e) {
            over(which, Fault.of(broker, e), true);
        }
    }

    @Override
    public void ended(Tie which, String why) {
        during(which, () -> over(which, why, isUp));
    }

    private void over(Tie which, String why, boolean wasUp) {
        if (which != tie) {
            return;
        }
        if (watchdog != null) {
            watchdog.cancel(false);
        }
        tie = null;
        isUp = false;
        stock.outbox().close();
        which.end();
        if (!isClosed) {
            again(wasUp && why.isEmpty() ? broker + ": the connection was lost" : why);
        }
    }

    @Override
    public void refused(Tie which, String what) {
        during(which, () -> tell(broker + ": we may not read " + what));
    }

    @Override
    public void delivered(Tie which) {
        during(
                which,
                () -> {
                    stock.outbox().delivered();
                    pump();
                });
    }

    /// Publishes what waits, as far as the broker lets us.
    private void pump() {
        var to = tie;
        if (to == null || !isUp) {
            return;
        }
        try {
            for (var next = stock.outbox().next(); next.isPresent(); next = stock.outbox().next()) {
                to.publish(next.get());
            }
        } catch (MqttException | IllegalArgumentException e) {
            over(to, Fault.of(broker, e), true);
        }
    }

    @Override
    public void arrived(Tie which, Arrival arrival) {
        if (arrival.qos() > 0 || one.getQueue().size() < limits.backlogMax()) {
            during(which, () -> take(which, arrival));
        }
    }

    private void take(Tie which, Arrival arrival) {
        if (mailbox.take(arrival)) {
            which.acknowledge(arrival);
        } else {
            feeds.take(arrival, () -> during(which, () -> which.acknowledge(arrival)));
        }
    }

    private void greet() {
        if (isUp) {
            stock.greet();
            pump();
        }
    }

    void send(Place to, Bytes frame) {
        if (one.getQueue().size() < limits.backlogMax()) {
            queue(() -> {
                mailbox.letter(to, frame).ifPresent(stock.outbox()::add);
                pump();
            });
        }
    }

    /// Asks for all greetings again: the broker sends what it keeps for every new subscription.
    void look() {
        queue(() -> {
            if (tie != null && isUp) {
                subscribe(tie, List.of(subscription(Topics.ALL_HELLOS, RETAIN_SEND)), 0);
            }
        });
    }

    void watch(List<Inlet> inlets) {
        queue(() -> follow(inlets));
    }

    private void follow(List<Inlet> inlets) {
        var before = feeds.filters();
        feeds.watch(inlets);
        var after = feeds.filters();
        var to = tie;
        if (to == null || !isUp) {
            return;
        }
        var gone = before.stream().filter(each -> !after.contains(each)).map(Filter::text).toList();
        try {
            if (!gone.isEmpty()) {
                to.unsubscribe(gone);
            }
        } catch (MqttException | IllegalArgumentException e) {
            over(to, Fault.of(broker, e), true);
        }
        after.stream().filter(each -> !before.contains(each)).forEach(each -> subscribe(to, each));
    }

    void show(String outlet, Ipld value) {
        queue(() -> {
            stock.show(outlet, value);
            pump();
        });
    }

    private void later(Runnable work) {
        try {
            var unused = one.schedule(work, LATER_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    private void queue(Runnable work) {
        try {
            one.execute(work);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    void close() {
        queue(this::leave);
        one.shutdown();
        try {
            if (!one.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                one.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        isClosed = true;
        var last = tie;
        tie = null;
        if (last != null && isUp) {
            last.leave(stock.goodbye());
        } else if (last != null) {
            last.end();
        }
        isUp = false;
    }
}
