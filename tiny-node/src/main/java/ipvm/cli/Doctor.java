package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// `ipvm doctor`: what is wrong here, and how to mend it.
final class Doctor implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("doctor", "what is wrong here and how to mend it")
                .note(
                        "Looks at Java, the home, the configuration, the store, the disk, the"
                                + " memory, the clock and the daemon, and changes nothing. Ends"
                                + " with exit 1 when something is bad.")
                .example("ipvm doctor", "Look at everything")
                .example("ipvm doctor --json", "One object for each check");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var findings = new Checkup(Home.of(call), call).all();
        for (var finding : findings) {
            call.out().result(new Answer(finding.object(), lines(finding, call)));
        }
        boolean isBad = findings.stream().anyMatch(one -> one.state() == Finding.State.BAD);
        return isBad ? Exit.FAILED : Exit.OK;
    }

    private static List<String> lines(Finding finding, Call call) {
        var word =
                call.out().paint(finding.state().ink(), "%-4s".formatted(finding.state().word()));
        var line = word + "  " + "%-8s".formatted(finding.name()) + Shown.safe(finding.says());
        return finding.remedy().isEmpty()
                ? List.of(line)
                : List.of(line, " ".repeat(14) + Shown.safe(finding.remedy()));
    }
}
