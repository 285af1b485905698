package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    @TempDir Path folder;

    private Ran run(String... words) {
        return new Shell(folder).with(new Echo(), new Failing()).run(words);
    }

    /// A command of another jar: it says what it was given.
    private static final class Echo implements Command {

        @Override
        public Syntax syntax() {
            return Syntax.of("sham echo", "say what was given")
                    .operand("WHAT", "what to say")
                    .optionalOperand("MORE...", "and after that")
                    .option("--at", "SECONDS", "when")
                    .repeatedOption("--proof", "FILE", "by what right")
                    .flag("--loud", "say it twice")
                    .example("ipvm sham echo hello", "Say hello");
        }

        @Override
        public Exit run(Call call) {
            call.out().text(call.arguments().values().toString());
            return Exit.OK;
        }
    }

    /// A command that ends as its operand says.
    private static final class Failing implements Command {

        @Override
        public Syntax syntax() {
            return Syntax.of("sham fail", "end badly").operand("HOW", "which way");
        }

        @Override
        public Exit run(Call call) throws Stop, IOException {
            switch (call.arguments().the("HOW")) {
                case "denied" -> throw Stop.denied("not yours");
                case "missing" -> throw new NoSuchFileException("a.car");
                case "forbidden" -> throw new AccessDeniedException("b.car");
                case "full" ->
                        throw new FileSystemException("c.car", null, "No space left on device");
                default -> throw new IllegalStateException("a bug");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "complet, 'ipvm: ''complet'' is no command of ''ipvm''; did you mean ''completion''?'",
        "sham ehco, 'ipvm sham: ''ehco'' is no command of ''ipvm sham''; did you mean ''echo''?'",
        "xyzzy, 'ipvm: ''xyzzy'' is no command of ''ipvm''; see ''ipvm --help'''",
        "sham, 'ipvm sham: needs one of echo, fail'",
        "--hom, 'ipvm: unknown option ''--hom''; did you mean ''--home''?'",
        "completion bsh, 'ipvm completion: ''bsh'' is none of bash, zsh, fish; did you mean ''bash'' or ''zsh''?'",
        "sham echo hi --profo x, 'ipvm sham echo: unknown option ''--profo''; did you mean ''--proof''?'",
        "sham echo --at, 'ipvm sham echo: --at needs a value: --at SECONDS; see ''ipvm sham echo --help'''",
        "sham echo --at --loud hi, 'ipvm sham echo: --at needs a value: --at SECONDS;'",
        "sham echo --at 1 --at 2 hi, 'ipvm sham echo: --at is given twice;'",
        "sham echo --loud=yes hi, 'ipvm sham echo: --loud takes no value;'",
        "sham echo, 'ipvm sham echo: needs WHAT (what to say);'",
        "completion bash zsh, 'ipvm completion: unexpected ''zsh'';'",
        "--home, 'ipvm: --home needs a value: --home DIR;'",
    })
    void saysInOneLineWhatIsWrongWithACommandLine(String line, String said) {
        var ran = run(line.split(" ", -1));

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(said).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sham echo hi --at 5 --json",
                "sham echo --at=5 --json hi",
                "--json sham echo hi --at 5",
                "sham --json echo --at 5 -- hi"
            })
    void takesOptionsInAnyPlace(String line) {
        assertThat(run(line.split(" ", -1)).ok().out())
                .contains("--json=[]", "--at=[5]", "WHAT=[hi]");
    }

    @Test
    void takesWhatFollowsTwoDashesAsItStands() {
        assertThat(run("sham", "echo", "--", "--at", "-x", "--").ok().out())
                .contains("WHAT=[--at]", "MORE...=[-x, --]");
    }

    @Test
    void keepsEveryValueOfARepeatedOption() {
        assertThat(run("sham", "echo", "-", "--proof", "a", "--proof=b").ok().out())
                .contains("WHAT=[-]", "--proof=[a, b]");
    }

    @ParameterizedTest
    @CsvSource({
        "denied, DENIED, ipvm sham fail: not yours",
        "missing, NOT_FOUND, ipvm sham fail: a.car: no such file or folder",
        "forbidden, USAGE, ipvm sham fail: b.car: permission denied",
        "full, BUSY, ipvm sham fail: c.car: No space left on device",
    })
    void turnsAnEndIntoItsExitAndOneLine(String how, Exit exit, String line) {
        var ran = run("sham", "fail", how);

        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.err()).isEqualTo(line + System.lineSeparator());
    }

    @Test
    void showsHelpWithAnExampleForEveryCommand() {
        var catalogue = new Catalogue(java.util.List.of());
        for (var name : catalogue.names()) {
            var words = (name + " --help").strip().split(" ", -1);
            assertThat(run(words).ok().lines())
                    .as(name)
                    .anyMatch(line -> line.startsWith("Example"))
                    .allMatch(line -> line.length() <= 80 || line.startsWith("    ipvm"), "fits");
        }
    }

    @Test
    void showsTheCommandsOfOtherJarsInHelpAndUnderTheirGroup() {
        assertThat(run("--help").ok().out()).contains("sham echo").contains("say what was given");
        assertThat(run("sham", "--help").ok().out()).contains("sham fail").contains("end badly");
        assertThat(run("help", "sham", "echo").ok().out())
                .contains(
                        "ipvm sham echo WHAT [MORE...] [--at SECONDS] [--proof FILE]... [--loud]");
    }

    @Test
    void refusesHelpForWhatIsNoCommand() {
        var ran = run("help", "sham", "ehco");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("did you mean 'echo'?");
    }

    @Test
    void letsABugEscapeSoThatTheProcessCanSayIt() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> run("sham", "fail", "buggy"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void escapesWhatWouldRepaintTheTerminal() {
        assertThat(run("\u001b[2Jx").err()).doesNotContain("\u001b").contains("\\u{1b}[2Jx");
    }

    @Test
    void keepsTheNumbersOfItsExits() {
        assertThat(Exit.values())
                .extracting(Exit::code)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 70);
    }
}
