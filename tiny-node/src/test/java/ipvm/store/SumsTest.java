package ipvm.store;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.task.Meter;
import ipvm.task.Node;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SumsTest {

    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    private static Filed filed(Outcome outcome, long atMillis, boolean isOurs) {
        var task = Shelves.name("task");
        var meter = new Meter(100, 1, 7, OptionalLong.empty());
        var receipt = Receipt.sign(KEY, Report.of(task, outcome, meter));
        var token = receipt.token().bytes();
        return new Filed(receipt.cid(), task, List.of(), Bytes.EMPTY, token, atMillis, isOurs);
    }

    @Test
    void countEachEndByItsWord() {
        var ends =
                List.of(
                        new Outcome.Ok(ipvm.data.Ipld.of(1)),
                        new Outcome.Ok(ipvm.data.Ipld.of(2)),
                        new Outcome.Failed("Name", "message"),
                        new Outcome.Trapped("unreachable"),
                        new Outcome.OutOfFuel(1),
                        new Outcome.OutOfMemory(1),
                        new Outcome.TimedOut(1),
                        new Outcome.Denied("why"),
                        new Outcome.Unknown(Shelves.name("intent")));
        var sums = Sums.NONE;
        for (int i = 0; i < ends.size(); i++) {
            sums = sums.with(filed(ends.get(i), 50 + i, true));
        }

        assertThat(sums.outcomes())
                .isEqualTo(
                        Map.of(
                                "ok", 2L,
                                "failed", 1L,
                                "trapped", 1L,
                                "outOfFuel", 1L,
                                "outOfMemory", 1L,
                                "timedOut", 1L,
                                "denied", 1L,
                                "unknown", 1L));
        assertThat(sums.count()).isEqualTo(9);
        assertThat(sums.fuel()).isEqualTo(900);
        assertThat(sums.millis()).isEqualTo(63);
        assertThat(sums.fromMillis()).isEqualTo(50);
        assertThat(sums.toMillis()).isEqualTo(58);
    }

    @Test
    void countWhatOthersSignedAndWhatNobodyUnderstandsWithoutItsFuel() {
        var ok = new Outcome.Ok(ipvm.data.Ipld.of(1));
        var sums = Sums.NONE.with(filed(ok, 20, true)).with(filed(ok, 30, false));
        sums = sums.with(Shelves.filed(1));

        assertThat(sums.outcomes()).isEqualTo(Map.of("ok", 1L, "others", 2L));
        assertThat(sums.fuel()).isEqualTo(100);
        assertThat(sums.millis()).isEqualTo(7);
        assertThat(sums.fromMillis()).isEqualTo(20);
        assertThat(sums.toMillis()).isEqualTo(Shelves.filed(1).atMillis());
    }

    @Test
    void areReadAsTheyWereWritten() throws Exception {
        var sums = new Sums(Map.of("ok", 3L, "denied", 1L), 4, 5, 6, 7);
        assertThat(Sums.decode(Node.of("sums", sums.encode()))).isEqualTo(sums);
    }
}
