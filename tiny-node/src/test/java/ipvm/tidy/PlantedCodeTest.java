package ipvm.tidy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules about code find the offence planted for them, and leave its lawful neighbour alone.
class PlantedCodeTest {

    private static final String DATA = Planted.DATA;

    @TempDir Path root;
    Planted planted = new Planted(Path.of(""));

    @BeforeEach
    void plantsATidyTree() throws IOException {
        planted = Planted.tidyTree(root);
    }

    @Test
    void findsATypeNamedAfterItsPartInAPattern() throws IOException {
        planted.with(DATA + "A.java", "package ipvm.data;\nclass ShapeImpl {}\nclass Simple {}\n");
        planted.with(DATA + "B.java", "package ipvm.data;\nclass B {\n enum KeyManager {}\n}\n");
        planted.with(
                DATA + "C.java",
                "package ipvm.data;\ninterface AbstractShape {}\nrecord CborUtils() {}\n");
        planted.with("tiny-node/src/test/java/ipvm/D.java", "package ipvm;\nclass TestHelper {}\n");

        planted.found(new Names())
                .containsExactly(
                        DATA + "A.java:2: ShapeImpl is named after a Impl",
                        DATA + "B.java:3: KeyManager is named after a Manager",
                        DATA + "C.java:2: AbstractShape is named after a Abstract",
                        DATA + "C.java:3: CborUtils is named after a Utils",
                        "tiny-node/src/test/java/ipvm/D.java:2: TestHelper is named after a Helper");
    }

    @Test
    void findsAClockOutsideTheHands() throws IOException {
        var reads =
                """
                package ipvm.data;
                import static java.lang.System.nanoTime;
                class %s {
                    long a = System.currentTimeMillis();
                    long b = nanoTime();
                    Object c = java.time.Instant.now();
                    Object d = new java.util.Date();
                    java.util.function.LongSupplier e = System::nanoTime;
                    Object f = java.time.Clock.systemUTC();
                    Object g = new java.util.Date(1);
                }
                """;
        planted.with(DATA + "Wall.java", reads.formatted("Wall"));
        planted.with(DATA + "WallHand.java", reads.formatted("WallHand"));
        planted.with(
                "tiny-node/src/main/java/ipvm/cli/Cli.java",
                reads.formatted("Cli").replace("ipvm.data", "ipvm.cli"));

        planted.found(new ClockAndChance())
                .hasSize(6)
                .allMatch(offence -> offence.startsWith(DATA + "Wall.java:"))
                .contains(
                        DATA + "Wall.java:4: reads a clock: java.lang.System.currentTimeMillis()",
                        DATA + "Wall.java:8: reads a clock: java.lang.System.nanoTime()")
                .noneMatch(offence -> offence.contains(":10:"));
    }

    @Test
    void findsDiceOutsideTheHands() throws IOException {
        planted.with(
                DATA + "Dice.java",
                """
                package ipvm.data;
                import java.util.*;
                class Dice {
                    Object a = new Random();
                    Object b = new java.security.SecureRandom();
                    Object c = UUID.randomUUID();
                    double d = Math.random();
                    Object e = new Random(7);
                    int f = java.util.concurrent.ThreadLocalRandom.current().nextInt();
                }
                """);

        planted.found(new ClockAndChance())
                .containsExactly(
                        DATA + "Dice.java:4: throws dice: java.util.Random()",
                        DATA + "Dice.java:5: throws dice: java.security.SecureRandom()",
                        DATA + "Dice.java:6: throws dice: java.util.UUID.randomUUID()",
                        DATA + "Dice.java:7: throws dice: java.lang.Math.random()",
                        DATA
                                + "Dice.java:9: throws dice:"
                                + " java.util.concurrent.ThreadLocalRandom.current()");
    }

    @Test
    void findsADefaultBranchOverASealedType() throws IOException {
        planted.with(
                DATA + "Area.java",
                """
                package ipvm.data;
                class Area {
                    int arrow(Shape shape) {
                        return switch (shape) {
                            case Shape.Round round -> 1;
                            default -> 2;
                        };
                    }
                    void colon(Shape shape) {
                        switch (shape) {
                            case Shape.Square(int side): break;
                            default: break;
                        }
                    }
                    int both(Shape shape) {
                        return switch (shape) {
                            case Shape.Round round -> 1;
                            case null, default -> 2;
                        };
                    }
                    int disguised(Shape shape) {
                        return switch (shape) {
                            case Shape.Round round -> 1;
                            case Shape any -> 2;
                        };
                    }
                    <T extends Shape> int generic(T shape) {
                        return switch (shape) {
                            case Shape.Round round -> 1;
                            default -> 2;
                        };
                    }
                }
                """);

        planted.found(new NoDefault())
                .containsExactly(
                        DATA + "Area.java:6: a default branch over the sealed ipvm.data.Shape",
                        DATA + "Area.java:12: a default branch over the sealed ipvm.data.Shape",
                        DATA + "Area.java:18: a default branch over the sealed ipvm.data.Shape",
                        DATA + "Area.java:24: a pattern that takes every ipvm.data.Shape",
                        DATA + "Area.java:30: a default branch over the sealed ipvm.data.Shape");
    }

    @Test
    void allowsADefaultBranchOverWhatIsNotOursOrNotSealed() throws IOException {
        planted.with(
                DATA + "Lawful.java",
                """
                package ipvm.data;
                class Lawful {
                    int number(int n) { return switch (n) { case 1 -> 1; default -> 2; }; }
                    int text(String s) { switch (s) { case "default": return 1; default: return 2; } }
                    int any(Object o) { return switch (o) { case Shape s -> 1; default -> 2; }; }
                    int all(Shape shape) {
                        return switch (shape) {
                            case Shape.Round(int r) when r > 3 -> 1;
                            case Shape small when small.hashCode() > 3 -> 2;
                            case Shape.Round round -> switch (round.radius()) { default -> 4; };
                            case Shape.Square square -> 3;
                        };
                    }
                }
                """);

        planted.found(new NoDefault()).isEmpty();
    }

    @Test
    void findsAnExportedTypeThatSaysNothingOfItself() throws IOException {
        planted.with(
                DATA + "Mute.java",
                """
                package ipvm.data;

                // no doc comment
                public interface Mute {
                    record Inner() {}
                    /** Says. */
                    @FunctionalInterface
                    interface Says { void it(); }
                }
                class Hidden { public static class Within {} }
                """);

        planted.found(new Documented())
                .containsExactly(
                        DATA + "Mute.java:4: ipvm.data.Mute is exported and says nothing of itself",
                        DATA
                                + "Mute.java:5: ipvm.data.Mute.Inner is exported and says nothing of itself");
    }

    @Test
    void findsACatchThatTakesTheBugsToo() throws IOException {
        planted.with(
                DATA + "Net.java",
                """
                package ipvm.data;
                class Net {
                    void casts() {
                        try { run(); } catch (Exception all) {}
                        try { run(); } catch (IllegalStateException | java.lang.RuntimeException all) {}
                        try { run(); } catch (final Throwable all) {}
                        try { run(); } catch (IllegalStateException one) {}
                    }
                    void run() {}
                }
                """);

        planted.found(new BroadCatch())
                .containsExactly(
                        DATA + "Net.java:4: catches every Exception",
                        DATA + "Net.java:5: catches every RuntimeException",
                        DATA + "Net.java:6: catches every Throwable");
    }
}
