package ipvm.dbus;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.foreign.Program;
import ipvm.foreign.Recorder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against the reference implementation: its daemon as the bus, its `dbus-send` as the other side.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusIT implements Bus.Listener {

    private static final String ITSELF = "org.freedesktop.DBus";

    @TempDir Path folder;
    private final ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private String address;
    private Program daemon;
    private Bus bus;

    @BeforeEach
    void join() throws Exception {
        var socket = folder.resolve("bus");
        address = "unix:path=" + socket;
        daemon =
                Program.start(
                        Program.find("dbus-daemon"),
                        "--session",
                        "--nofork",
                        "--print-address",
                        "--address=" + address);
        daemon.awaitLine("unix:path=");
        bus = new Bus(socket, one, this);
        bus.start();
        assertThat(Recorder.next(told)).isEqualTo("joined");
    }

    @AfterEach
    void leave() {
        bus.close();
        daemon.close();
        one.shutdownNow();
    }

    @Override
    public void joined() {
        told.add("joined");
    }

    @Override
    public void happened(Message.Signal signal) {
        told.add(signal.about().member());
    }

    @Override
    public void asked(Message.Call call) {
        if (call.about().member().equals("Echo")) {
            bus.answer(call, List.of(Datum.options("said", call.body().get(0))));
        } else {
            bus.refuse(call, "ipvm.Error.No", "we do not " + call.about().member());
        }
    }

    @Override
    public void left(String why) {
        told.add("left: " + why);
    }

    private Reply ask(String member, Datum... body) throws Exception {
        var about = new Message.About(ITSELF, "/org/freedesktop/DBus", ITSELF, member);
        one.execute(() -> bus.call(about, List.of(body), replies::add));
        return Recorder.next(replies);
    }

    @Test
    void callsAndIsCalled() throws Exception {
        var name = Datum.of("ipvm.Test");
        var flags = new Datum.Whole('u', 0);
        assertThat(ask("RequestName", name, flags)).isInstanceOf(Reply.Done.class);
        assertThat(((Reply.Done) ask("ListNames")).first().texts()).contains("ipvm.Test");
        assertThat(ask("GetNameOwner", Datum.of("org.bluez")).toString()).contains("org.bluez");

        var said = send("--print-reply", "ipvm.Echo.Echo", "string:hello");
        assertThat(said).contains("\"said\"").contains("\"hello\"").contains("dict entry");
        assertThat(send("--print-reply", "ipvm.Echo.Sing")).contains("we do not Sing");
        assertThat(send("--print-reply", "ipvm.Echo.Echo", "array:byte:1,2,3"))
                .contains("array of bytes");
    }

    private String send(String... words) throws Exception {
        var all = new java.util.ArrayList<String>();
        all.add("--bus=" + address);
        all.add("--dest=ipvm.Test");
        all.add(words[0]);
        all.add("/ipvm");
        all.addAll(List.of(words).subList(1, words.length));
        return Program.run(Program.find("dbus-send"), all.toArray(String[]::new)).said();
    }

    @Test
    void hearsSignalsInOrderAndTheEnd() throws Exception {
        one.execute(() -> bus.listen("type='signal',interface='ipvm.Test'"));
        assertThat(ask("GetId")).isInstanceOf(Reply.Done.class);
        one.execute(() -> {
            for (int i = 0; i < 500; i++) {
                var about = new Message.About("", "/ipvm", "ipvm.Test", "Number" + i);
                bus.tell(about, List.of(Datum.of(Bytes.wrap(new byte[i]))));
            }
        });
        for (int i = 0; i < 500; ) {
            var next = Recorder.next(told);
            if (next.startsWith("Number")) {
                assertThat(next).isEqualTo("Number" + i++);
            }
        }
        daemon.close();
        assertThat(Recorder.next(told)).startsWith("left: ");
    }
}
