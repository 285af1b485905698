package ipvm.cli;

/// The options that every command has, before or after its name.
final class Globals {

    static final String HOME = "--home";
    static final String JSON = "--json";
    static final String QUIET = "--quiet";
    static final String VERBOSE = "--verbose";
    static final String SET = "--set";
    static final String HELP = "--help";
    static final String VERSION = "--version";

    static final Syntax SYNTAX =
            Syntax.of("ipvm", "run tasks named by content, for whoever may")
                    .option(HOME, "DIR", "keys, tokens and configuration live here")
                    .flag(JSON, "one DAG-JSON object per result line")
                    .flag(QUIET, "say nothing but results and errors")
                    .flag(VERBOSE, "say more, and show the trace of a bug")
                    .repeatedOption(SET, "KEY=VALUE", "a key of ipvm.conf, for this line alone")
                    .flag(HELP, "show what a command takes, with an example")
                    .flag(VERSION, "show the version");

    private Globals() {}
}
