package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// `ipvm new task|rule`: a folder with the source of a function, how to build it, and how to run or
/// to test it.
record NewFolder(boolean isRule) implements Command {

    private static final String NAME = "NAME";
    private static final String LANG = "--lang";
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    @Override
    public Syntax syntax() {
        return isRule
                ? syntax("begin a rule: a folder with source, rule, recording and README")
                        .example("ipvm new rule frost --lang wat", "Begin one in Wasm's text form")
                        .example("cd frost && " + next("frost"), "Build and test it")
                : syntax("begin a task: a folder with source, build script and README")
                        .example("ipvm new task hello --lang wat", "Begin one in Wasm's text form")
                        .example("cd hello && " + next("hello"), "Build and run it");
    }

    private Syntax syntax(String summary) {
        return Syntax.of("new " + kind(), summary)
                .operand(NAME, "the folder to make here: a-z, digits, _ and -")
                .option(LANG, "wat|c|as", "Wasm text, C, or AssemblyScript");
    }

    private String kind() {
        return isRule ? "rule" : "task";
    }

    private String next(String name) {
        return "./build && ipvm " + (isRule ? "test ." : "run " + name + ".wasm add 2 3");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var name = call.arguments().the(NAME);
        if (!WORD.matcher(name).matches()) {
            throw Stop.usage(
                    "'"
                            + Shown.safe(name)
                            + "' is no name for a "
                            + kind()
                            + ": a-z first, then a-z, digits,"
                            + " _ and - (64 at most)");
        }
        var template = template(call.arguments(), name);
        var folder = call.world().host().folder().toAbsolutePath();
        var target = folder.resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw Stop.usage(name + ": exists already");
        }
        write(template, folder, target);
        call.out().result(Answer.of(template.object(), "made " + name + "/: " + template.list()));
        call.out().note("Next: cd " + name + " && " + next(name));
        return Exit.OK;
    }

    private TaskTemplate template(Arguments words, String name) throws Stop {
        var lang = words.find(LANG);
        if (lang.isEmpty()) {
            throw Stop.usage("needs --lang wat, --lang c or --lang as");
        }
        var template =
                isRule ? RuleTemplate.of(lang.get(), name) : TaskTemplate.task(lang.get(), name);
        return template.orElseThrow(
                () -> Stop.usage(LANG + ": '" + lang.get() + "' is none of wat, c, as"));
    }

    /// All of it appears at once, when all of it is written.
    private static void write(TaskTemplate template, Path folder, Path target) throws IOException {
        var work = Files.createTempDirectory(folder, ".new-");
        var part = Files.createDirectory(work.resolve(template.name()));
        try {
            template.write(part);
            Files.move(part, target);
        } finally {
            template.remove(part);
            Files.deleteIfExists(work);
        }
    }
}
