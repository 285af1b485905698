package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The official suite of core 2.0 and of extended constant expressions.
class SpecTest {

    private static final int COMMANDS = 27_716;

    @Test
    void compiledCodePassesTheOfficialSuite() throws Exception {
        assertPasses(Engine.COMPILED);
    }

    @Test
    void theInterpreterPassesEachTenthFileOfTheOfficialSuite() throws Exception {
        var archive = Archive.zip("spec-core-2.0.zip");
        var faults = new ArrayList<String>();

        assertThat(Deep.<Integer>call(() -> all(Engine.INTERPRETED, archive, 10, faults)))
                .isGreaterThan(1_000);
        assertThat(faults).isEmpty();
    }

    @Test
    @Tag("long")
    void theInterpreterPassesTheOfficialSuite() throws Exception {
        assertPasses(Engine.INTERPRETED);
    }

    private static void assertPasses(Engine engine) throws Exception {
        var archive = Archive.zip("spec-core-2.0.zip");
        var faults = new ArrayList<String>();

        int commands = Deep.call(() -> all(engine, archive, 1, faults));

        assertThat(faults).isEmpty();
        assertThat(commands).isEqualTo(COMMANDS);
    }

    private static int all(Engine engine, Archive archive, int each, List<String> faults) {
        int commands = 0;
        int files = 0;
        for (var name : archive.names()) {
            if (name.matches("(core|extended-const)/.*\\.json") && files++ % each == 0) {
                commands += file(engine, archive, name, faults);
            }
        }
        return commands;
    }

    private static int file(Engine engine, Archive archive, String name, List<String> faults) {
        var run = new SpecRun(archive, name, engine);
        try {
            run.all(archive.tree(name).get("commands"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        faults.addAll(run.faults);
        return run.commands;
    }
}
