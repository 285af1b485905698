package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.JUnitXml;
import ipvm.rule.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `ipvm test`: plays recordings to rules and compares what they show with what they should.
final class TestRules implements Command {

    private static final String DIR = "DIR";
    private static final String XML = "--xml";

    @Override
    public Syntax syntax() {
        return Syntax.of("test", "play recorded readings to rules, and compare what they show")
                .operand(DIR, "the folder with rules and recordings, and folders of such")
                .option(XML, "FILE", "write the results as JUnit XML, too")
                .note(
                        "rule.json is played events.jsonl, a line {\"at\": ms, \"event\": value}"
                                + " each, and has to show what expected.jsonl says, a line"
                                + " {\"out\": name, \"value\": value} each, with \"at\" where"
                                + " the time matters. NAME.events.jsonl and NAME.expected.jsonl go"
                                + " with NAME.json, else with rule.json.")
                .note(
                        "No time passes and nothing reaches the world. A query is answered as"
                                + " effects.jsonl says: {\"cmd\": \"/http/get\", \"args\": {},"
                                + " \"value\": value}. A command is only written down, among what"
                                + " is shown: {\"out\": \"/http/post\", \"value\": args}.")
                .note("Exit 0 when all pass, 1 when some differ, 2 when a file is wrong.")
                .example("ipvm test rules", "Test every rule in a folder")
                .example("ipvm test rules --xml report.xml", "The same for a build server");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var word = call.arguments().the(DIR);
        var folder = call.world().host().folder().resolve(word);
        if (!Files.isDirectory(folder)) {
            throw Stop.notFound(Shown.safe(word) + ": no such folder");
        }
        var verdicts = verdicts(word, folder, call);
        var xml = call.arguments().find(XML);
        if (xml.isPresent()) {
            var file = call.world().host().folder().resolve(xml.get());
            Disk.write(file, Bytes.utf8(JUnitXml.write(word, verdicts)), Disk.OPEN);
        }
        long failed = verdicts.stream().filter(one -> one.difference().isPresent()).count();
        call.out().note((verdicts.size() - failed) + " passed, " + failed + " failed");
        return failed == 0 ? Exit.OK : Exit.FAILED;
    }

    private static List<Rehearsal.Verdict> verdicts(String word, Path folder, Call call)
            throws Stop, MalformedException, IOException {
        var settings = Settings.of(Home.of(call), call);
        var limits = RuleStance.limits(settings);
        var scripts = Script.all(word, RuleCase.in(folder), limits);
        var stage = new RuleStage(call, settings);
        var verdicts = new ArrayList<Rehearsal.Verdict>();
        for (var script : scripts) {
            var verdict = stage.play(script);
            call.out().result(new Answer(object(script, verdict), lines(verdict, call.out())));
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private static Ipld.Map object(Script script, Rehearsal.Verdict verdict) {
        var said = verdict.said().stream().map(Ipld::of).toList();
        return Ipld.map("case", Ipld.of(verdict.rule()))
                .with("rule", Ipld.of(script.rule().name()))
                .with("pass", Ipld.of(verdict.difference().isEmpty()))
                .with("difference", verdict.difference().map(Ipld::of).orElse(Ipld.ofNull()))
                .with("shown", Ipld.of(verdict.shown().size()))
                .with("fired", Ipld.of(verdict.counts().fired()))
                .with("errors", Ipld.of(verdict.counts().errors()))
                .with("said", new Ipld.List(List.copyOf(said)));
    }

    private static List<String> lines(Rehearsal.Verdict verdict, Output out) {
        var name = Shown.safe(verdict.rule());
        var difference = verdict.difference();
        if (difference.isPresent()) {
            return List.of(
                    out.paint(Ink.BAD, "FAIL") + "  " + name + ": " + Shown.safe(difference.get()));
        }
        long fired = verdict.counts().fired();
        int shown = verdict.shown().size();
        return List.of(
                "%s  %s: fired %d, showed %d"
                        .formatted(out.paint(Ink.GOOD, "pass"), name, fired, shown));
    }
}
