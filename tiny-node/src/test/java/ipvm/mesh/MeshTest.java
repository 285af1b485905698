package ipvm.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.testkit.Peer;
import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MeshTest {

    private static final long LIFE_MILLIS = 600_000;

    private static Parcel parcel(RandomGenerator random, int sizeMax) {
        var bytes = new byte[1 + random.nextInt(sizeMax)];
        random.nextBytes(bytes);
        var kinds = Parcel.Kind.values();
        return new Parcel(kinds[random.nextInt(kinds.length)], Bytes.wrap(bytes));
    }

    @Test
    void eachParcelArrivesOnceUnderLossDoublingAndReordering() throws Exception {
        Seeds.forEach(
                Peer.count(40, 10_000),
                random -> {
                    var village = new Village(random);
                    village.frameBytesMax = 128 + random.nextInt(1_100);
                    var a = village.settle("a", 1);
                    var b = village.settle("b", 2);
                    a.meet(b, "sim");
                    village.run(2_000);
                    village.lossPercent = 30;
                    var sent = new ArrayList<Bytes>();
                    for (int i = 0; i < 12; i++) {
                        var parcel = parcel(random, 12_000);
                        sent.add(parcel.bytes());
                        a.send(b, i, parcel, LIFE_MILLIS);
                        b.send(a, i, parcel(random, 500), LIFE_MILLIS);
                        village.run(random.nextInt(200));
                    }
                    village.run(200_000);
                    assertThat(b.arrived).containsExactlyInAnyOrderElementsOf(sent);
                    assertThat(a.delivered).hasSize(12).doesNotHaveDuplicates();
                    assertThat(b.delivered).hasSize(12);
                });
    }

    @Test
    void aTransferGoesOnOverAnotherLinkWithPiecesOfAnotherSize() throws Exception {
        Seeds.forEach(
                Peer.count(20, 2_000),
                random -> {
                    var village = new Village(random);
                    var a = village.settle("a", 1);
                    var b = village.settle("b", 2);
                    a.meet(b, "ble");
                    village.run(1_000);
                    a.meet(b, "coap");
                    village.run(1_000);
                    var bytes = new byte[200_000];
                    random.nextBytes(bytes);
                    a.send(b, 1, new Parcel(Parcel.Kind.BLOCK, Bytes.wrap(bytes)), LIFE_MILLIS);
                    village.bytesOnAir = 0;
                    var links = List.of("ble", "coap");
                    for (int i = 0; a.delivered.isEmpty() && i < 200; i++) {
                        village.down(links.get(i % 2), true);
                        village.down(links.get((i + 1) % 2), false);
                        village.frameBytesMax = 200 + random.nextInt(900);
                        village.run(300 + random.nextInt(1_500));
                    }
                    assertThat(a.delivered).containsExactly(1L);
                    assertThat(b.arrived).hasSize(1);
                });
    }

    @Test
    void aHundredLossesOfTheLinkInUseCostATenthAtMostAndTheSessionStays() {
        int losses = Peer.count(10, 100);
        var floor = transfer(6 * losses, 0);
        var ours = transfer(6 * losses, losses);
        double extra = 100.0 * ours.bytes / floor.bytes - 100;
        System.out.printf(
                "%d losses of a link: %.1f %% more bytes, %d ms to go on at most%n",
                losses, extra, ours.longestMillis);
        assertThat(extra).isLessThan(10);
        assertThat(ours.longestMillis).isLessThan(10_000);
    }

    /// @param longestMillis between the loss of a link and the next piece
    private record Cost(long bytes, long longestMillis) {}

    /// Hands parcels over while the link in use is lost again and again, and another comes up.
    private static Cost transfer(int parcels, int losses) {
        var random = Seeds.random(9);
        var village = new Village(random);
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        a.meet(b, "ble");
        village.run(1_000);
        a.meet(b, "coap");
        village.run(1_000);
        village.bytesOnAir = 0;
        int met = a.ups;
        int lost = 0;
        long longestMillis = 0;
        var sent = new ArrayList<Bytes>();
        while (a.delivered.size() < parcels) {
            if (sent.size() < parcels) {
                var bytes = new byte[100_000];
                random.nextBytes(bytes);
                var parcel = new Parcel(Parcel.Kind.BLOCK, Bytes.wrap(bytes));
                a.send(b, sent.size(), parcel, LIFE_MILLIS);
                sent.add(parcel.bytes());
            }
            village.run(100 + random.nextInt(200));
            if (lost < losses && sent.size() > 6 * lost) {
                lost++;
                BooleanSupplier isIdle = () -> a.delivered.size() == sent.size();
                longestMillis = Math.max(longestMillis, lose(village, b, isIdle));
            }
        }
        assertThat(b.arrived).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(lost).isEqualTo(losses);
        assertThat(a.ups).as("sessions").isEqualTo(met);
        return new Cost(village.bytesOnAir, longestMillis);
    }

    /// The link in use goes; how long it takes until the next piece comes over the other.
    private static long lose(Village village, Village.House to, BooleanSupplier isIdle) {
        var used = village.lastLink;
        village.down(used, true);
        village.down(used.equals("ble") ? "coap" : "ble", false);
        long bytes = to.heardBytes;
        long since = village.nowMillis;
        while (to.heardBytes == bytes && !isIdle.getAsBoolean()) {
            village.run(10);
        }
        return village.nowMillis - since;
    }

    @Test
    void whoeverWasStartedAnewInTheMiddleGetsItWhole() throws Exception {
        Seeds.forEach(
                20,
                random -> {
                    var village = new Village(random);
                    var a = village.settle("a", 1);
                    var b = village.settle("b", 2);
                    a.meet(b, "sim");
                    village.run(1_000);
                    var parcel = parcel(random, 80_000);
                    a.send(b, 1, parcel, LIFE_MILLIS);
                    village.run(random.nextInt(1_000));
                    var again = village.settle("b", 2);
                    village.run(60_000);
                    assertThat(a.delivered).containsExactly(1L);
                    assertThat(b.arrived.isEmpty() ? again.arrived : b.arrived)
                            .containsExactly(parcel.bytes());
                });
    }

    @Test
    void aSenderThatWasStartedAnewGoesOnWhereItWas() {
        var random = Seeds.random(3);
        var village = new Village(random);
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        a.meet(b, "sim");
        village.run(1_000);
        var bytes = new byte[300_000];
        random.nextBytes(bytes);
        var parcel = new Parcel(Parcel.Kind.BLOCK, Bytes.wrap(bytes));
        a.send(b, 1, parcel, LIFE_MILLIS);
        village.run(400);
        assertThat(a.delivered).isEmpty();
        long before = village.bytesOnAir;
        var again = village.settle("a", 1);
        again.meet(b, "sim");
        village.run(300);
        again.send(b, 7, parcel, LIFE_MILLIS);
        village.run(60_000);
        assertThat(again.delivered).containsExactly(7L);
        assertThat(b.arrived).containsExactly(parcel.bytes());
        assertThat(before).isGreaterThan(50_000);
        assertThat(village.bytesOnAir - before).isLessThan(270_000);
    }

    @Test
    void whatNobodyKeepsIsUndeliveredWhenItsTimeIsOver() {
        var village = new Village(Seeds.random(4));
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        b.isStingy = true;
        a.meet(b, "sim");
        village.run(1_000);
        a.send(b, 1, new Parcel(Parcel.Kind.REQUEST, Bytes.of(1, 2, 3)), 20_000);
        village.run(30_000);
        assertThat(a.delivered).isEmpty();
        assertThat(a.others).contains(new Deed.Undelivered(b.did, 1, "nobody took it in its time"));
        assertThat(b.arrived).hasSize(1);
    }

    @Test
    void anOutboxIsBounded() {
        var village = new Village(Seeds.random(5));
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        for (int i = 0; i < 300; i++) {
            a.send(b, i, new Parcel(Parcel.Kind.REQUEST, Bytes.of(i >> 8, i & 255)), LIFE_MILLIS);
        }
        assertThat(a.others).hasSize(300 - Limits.DEFAULT.outboxMax());
    }

    @Test
    void anUrgentParcelOvertakesALargeOne() {
        var random = Seeds.random(6);
        var village = new Village(random);
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        a.meet(b, "sim");
        village.run(1_000);
        var large = new byte[400_000];
        random.nextBytes(large);
        a.send(b, 1, new Parcel(Parcel.Kind.BLOCK, Bytes.wrap(large)), LIFE_MILLIS);
        village.run(50);
        a.send(b, 2, new Parcel(Parcel.Kind.RECEIPT, Bytes.of(1)), LIFE_MILLIS);
        village.run(60_000);
        assertThat(a.delivered).containsExactly(2L, 1L);
    }

    @Test
    void aSilentNeighbourIsToldOfOnceAndHeardAgain() {
        var village = new Village(Seeds.random(7));
        var a = village.settle("a", 1);
        var b = village.settle("b", 2);
        a.meet(b, "sim");
        village.run(1_000);
        village.down("sim", true);
        village.run(200_000);
        assertThat(a.others).contains(new Deed.Silent(b.did, true));
        village.down("sim", false);
        a.meet(b, "sim");
        village.run(5_000);
        assertThat(a.others).contains(new Deed.Silent(b.did, false));
        assertThat(a.others).hasSize(2);
    }
}
