package ipvm.cli;

import java.util.List;

/// `ipvm completion`: a script that makes a shell complete this program's lines.
final class Completion implements Command {

    private static final String SHELL = "bash|zsh|fish";

    private final Catalogue catalogue;

    Completion(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of("completion", "write a script that completes commands in a shell")
                .operand(SHELL, "the shell")
                .note(
                        "The script starts nothing when it completes: it knows the commands of this"
                                + " release, so write it again after an update.")
                .example("source <(ipvm completion bash)", "Try it in this shell; zsh is the same")
                .example(
                        "ipvm completion bash > ~/.local/share/bash-completion/completions/ipvm",
                        "Keep it for bash")
                .example("ipvm completion zsh > \"${fpath[1]}/_ipvm\"", "Keep it for zsh")
                .example(
                        "ipvm completion fish > ~/.config/fish/completions/ipvm.fish",
                        "Keep it for fish");
    }

    @Override
    public Exit run(Call call) {
        script(call.arguments().the(SHELL)).forEach(call.out()::text);
        return Exit.OK;
    }

    private List<String> script(String shell) {
        return switch (shell) {
            case "bash" -> BashScript.of(catalogue);
            case "zsh" -> ZshScript.of(catalogue);
            case "fish" -> FishScript.of(catalogue);
            default -> throw new IllegalStateException(shell + " is not in the syntax");
        };
    }
}
