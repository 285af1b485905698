package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.store.Filed;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetingTest {

    private static final long DAY = 86_400_000;

    private final Fleeting fleeting = new Fleeting();

    private static Filed filed(long atMillis) {
        var name = Cid.of(Codec.RAW, Bytes.utf8("at " + atMillis));
        return new Filed(name, name, List.of(), Bytes.EMPTY, Bytes.EMPTY, atMillis, true);
    }

    private long due(long nowMillis, boolean isLast) {
        fleeting.tick(Clocks.at(nowMillis), isLast);
        return fleeting.dueMillis();
    }

    @Test
    void waitsAMinuteForOthersAndNoLonger() {
        assertThat(due(1_000, true)).isEqualTo(Long.MAX_VALUE);
        fleeting.add(filed(1));
        assertThat(due(1_000, false)).isEqualTo(61_000);
        fleeting.add(filed(2));
        assertThat(due(60_000, false)).isEqualTo(61_000);
        assertThat(due(60_001, true)).isEqualTo(60_001);
    }

    @Test
    void isCountedByDays() {
        fleeting.add(filed(DAY - 1));
        fleeting.add(filed(DAY));
        fleeting.add(filed(DAY + 1));
        assertThat(fleeting.batch()).hasSize(1);
        fleeting.counted(1);
        assertThat(fleeting.batch()).containsExactly(filed(DAY), filed(DAY + 1));
    }

    @Test
    void isBoundedAndRestsWhenItCannotBeCounted() {
        long count = 0;
        while (fleeting.isOpen()) {
            fleeting.add(filed(count++));
        }
        assertThat(count).isEqualTo(4_096);
        assertThat(due(5, false)).isEqualTo(5);
        assertThat(fleeting.batch()).hasSize(1_024);
        fleeting.retry(9_000);
        assertThat(due(6, false)).isEqualTo(9_000);
        assertThat(due(9_500, false)).isEqualTo(9_500);
    }
}
