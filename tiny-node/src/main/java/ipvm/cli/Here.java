package ipvm.cli;

/// Bare `ipvm`: what runs here, and the next sensible command.
final class Here implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("", Globals.SYNTAX.summary()).example("ipvm init", "Begin here");
    }

    @Override
    public Exit run(Call call) {
        call.out().text("ipvm init");
        return Exit.OK;
    }
}
