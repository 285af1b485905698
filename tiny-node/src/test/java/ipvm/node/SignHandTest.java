package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SignHandTest {

    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    private final List<Supplier<Event>> events = Collections.synchronizedList(new ArrayList<>());

    private static Action.Sign work(long number) {
        var task = Cid.of(Codec.RAW, Bytes.utf8("task " + number));
        var report = Report.of(task, new Outcome.Ok(Ipld.of(number)), Meter.NOTHING);
        return new Action.Sign(number, report, Optional.empty());
    }

    @Test
    void signsInTheOrderOfAskingAndAllThatWasAskedBeforeTheEnd() {
        try (var hand = new SignHand(KEY, events::add)) {
            for (long i = 0; i < 20; i++) {
                hand.sign(work(i));
            }
        }
        assertThat(events).hasSize(20);
        for (int i = 0; i < 20; i++) {
            var signed = (Event.Signed) events.get(i).get();
            assertThat(signed.work()).isEqualTo(i);
            assertThat(signed.receipt().isSigned()).isTrue();
            assertThat(signed.receipt().report()).isEqualTo(work(i).report());
        }
    }

    @Test
    void takesNothingMoreOnOnceItIsStopped() {
        var hand = new SignHand(KEY, events::add);
        hand.close();
        hand.sign(work(1));
        assertThat(events).isEmpty();
    }

    @Test
    void leavesAFaultOfTheKeyToWhoeverLooks() {
        var closed = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
        closed.close();
        try (var hand = new SignHand(closed, events::add)) {
            hand.sign(work(1));
        }
        assertThatThrownBy(() -> events.getFirst().get())
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
