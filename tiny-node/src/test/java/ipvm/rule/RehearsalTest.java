package ipvm.rule;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Outcome;
import ipvm.testkit.Fuzz;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// Rules that are played recordings, without a node and without waiting.
class RehearsalTest {

    private static final String COUNTER =
            "{'name':'counter','on':{'inlet':'k'},'state':true,'out':'o','do':{'mod':'file:m',"
                    + "'fun':'f','params':[{'event':'.n'}]}}";

    private static final String EVENTS =
            "{'at':1000,'event':{'n':1}}\n{'at':2000,'event':{'n':2}}\n\n{'at':2000,'event':{'n':3}}\n";

    /// A function that adds up.
    private static Rehearsal.Ended sum(RuleAction.Fire fire, long at) {
        var args = (Ipld.Map) fire.work().body().find("args").orElseThrow();
        var params = ((Ipld.List) args.find("params").orElseThrow()).items();
        long sum = number(params.get(0)) + number(params.get(1));
        var result = Ipld.map("state", Ipld.of(sum), "out", Ipld.map("sum", Ipld.of(sum)));
        return new Rehearsal.Ended(new Outcome.Ok(result), 1);
    }

    private static long number(Ipld value) {
        return value instanceof Ipld.Int number ? number.asLong() : 0;
    }

    @Test
    void passesARuleThatShowsWhatItShould() throws Exception {
        var verdict =
                counted(
                        "{'out':'o','value':{'sum':1}}\n{'at':2000,'out':'o','value':{'sum':3}}\n"
                                + "{'out':'o','value':{'sum':6}}");
        assertThat(verdict.difference()).isEmpty();
        assertThat(verdict.counts().fired()).isEqualTo(3);
    }

    @Test
    void namesTheFirstDifference() throws Exception {
        assertThat(
                        counted("{'out':'o','value':{'sum':1}}\n{'out':'o','value':{'sum':4}}")
                                .difference())
                .contains("output 2.value.sum: expected 4, found 3");
        assertThat(counted("{'at':1001,'out':'o','value':{'sum':1}}").difference())
                .contains("output 1.at: expected 1001, found 1000");
        assertThat(counted("{'out':'p','value':{'sum':1}}").difference())
                .contains("output 1.out: expected p, found o");
        assertThat(counted("").difference())
                .contains("output 1: expected nothing, found o {\"sum\":1}");
        assertThat(counted("{'out':'o','value':{'sum':1,'more':2}}").difference())
                .contains("output 1.value.more: expected 2, found nothing");
        assertThat(counted("{'out':'o','value':[1]}").difference())
                .contains("output 1.value: expected [1], found {\"sum\":1}");
    }

    @Test
    void saysWhatWentWrongBesideTheDifference() throws Exception {
        var verdict =
                Rehearsal.play(
                        RuleTest.rule(COUNTER),
                        events(EVENTS),
                        outputs("{'out':'o','value':1}"),
                        (fire, at) -> new Rehearsal.Ended(new Outcome.Trapped("unreachable"), 1));
        assertThat(verdict.difference())
                .contains(
                        "output 1: expected o 1, found nothing;"
                                + " the rule said: failed: trapped: unreachable");
    }

    @Test
    void letsTimePassBetweenTheEvents() throws Exception {
        var rule =
                RuleTest.rule(
                        "{'name':'clock','on':{'cron':'0 6 * * *'},'out':'o','do':{'cmd':'/a',"
                                + "'args':{'at':{'event':'.at'}}}}");
        var verdict =
                Rehearsal.play(
                        rule,
                        events(
                                "{'at':"
                                        + Bench.START
                                        + "}\n{'at':"
                                        + (Bench.START + 31 * 86_400_000L)
                                        + "}"),
                        outputs(""),
                        (fire, at) ->
                                new Rehearsal.Ended(
                                        new Outcome.Ok(
                                                fire.work().body().find("args").orElseThrow()),
                                        0));
        assertThat(verdict.shown()).hasSize(31);
        assertThat(verdict.shown().getLast().value())
                .contains(Ipld.map("at", Ipld.of(Bench.START + 30 * 86_400_000L + 21_600_000)));
    }

    @Test
    void namesTheLineOfARecordingThatItRefuses() {
        assertThatRefuses(() -> events("{'at':1}\n{'at':'x'}"))
                .hasWhat("line.at")
                .hasFound("text")
                .hasPlace(2, 2);
        assertThatRefuses(() -> events("{'at':5}\n{'at':4}")).hasWhat("from 5 on").hasFound("4");
        assertThatRefuses(() -> events("{'at':5}\n\n{'at':6")).hasOffset(17).hasPlace(3, 8);
        assertThatRefuses(() -> events("{'at':5,'evnt':1}")).hasFound("did you mean 'event'");
        assertThatRefuses(() -> outputs("{'value':5}")).hasWhat("'out'");
    }

    @Test
    void showsCommandsUnderTheirOwnNames() throws Exception {
        var world =
                new Rehearsal.Interpreter() {
                    @Override
                    public Rehearsal.Ended run(RuleAction.Fire fire, long at) {
                        var result =
                                Ipld.map(
                                        "state", Ipld.of(1),
                                        "out", Ipld.of(2),
                                        "fx", Ipld.list(Ipld.of("x")));
                        var deed = new Rehearsal.Deed("/pin/write", Ipld.map());
                        return new Rehearsal.Ended(new Outcome.Ok(result), 1, List.of(deed));
                    }

                    @Override
                    public List<Rehearsal.Deed> follow(RuleAction.Fork fork, long at) {
                        return List.of(
                                new Rehearsal.Deed("/mail/send", fork.invocations().getFirst()));
                    }
                };
        var verdict =
                Rehearsal.play(
                        RuleTest.rule(COUNTER),
                        events("{'at':7,'event':{'n':1}}"),
                        outputs(
                                """
                                {'at':7,'out':'/pin/write','value':{}}
                                {'at':7,'out':'/mail/send','value':'x'}
                                {'at':7,'out':'o','value':2}
                                """),
                        world);

        assertThat(verdict.difference()).isEmpty();
        assertThat(verdict.shown()).hasSize(3);
        assertThat(verdict.named("other").rule()).isEqualTo("other");
    }

    @Test
    void readsWhatARecorderWrites() throws Exception {
        var event = Ipld.map("inlet", Ipld.of("k"), "value", Ipld.of(4.5));
        var text = Bytes.concat(Recording.line(7, event), Recording.line(8, event));
        assertThat(Recording.events(text).lines())
                .extracting(line -> line.value().orElseThrow())
                .containsExactly(event, event);
    }

    @Test
    void writesXmlThatAnXmlReaderReads() throws Exception {
        var bad = counted("{'out':'<&\\u0001>','value':1}");
        var good =
                counted(
                        "{'out':'o','value':{'sum':1}}\n{'out':'o','value':{'sum':3}}\n{'out':'o','value':{'sum':6}}");
        var xml = JUnitXml.write("my \"rules\"", List.of(bad, good));
        var suite =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(xml)))
                        .getDocumentElement();
        assertThat(suite.getAttribute("name")).isEqualTo("my \"rules\"");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        var failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message"))
                .isEqualTo("output 1.out: expected <&\ufffd>, found o");
    }

    @Test
    void showsTheLastValueOfAnOutlet() {
        var outlet = new MemoryOutlet();
        outlet.show("a", Ipld.of(1));
        outlet.show("b", Ipld.of(2));
        outlet.show("a", Ipld.of(3));
        assertThat(outlet.last("a")).contains(Ipld.of(3));
        assertThat(outlet.last("c")).isEmpty();
        assertThat(outlet.all()).hasSize(3);
    }

    @Test
    void survivesDamagedRecordings() throws Exception {
        Fuzz.of("recording", List.of(json(EVENTS)), Recording::events)
                .payload(text -> 64L * text.size())
                .run();
        Fuzz.of(
                        "outputs",
                        List.of(json("{'at':1,'out':'o','value':{'a':[1]}}\n")),
                        Recording::outputs)
                .payload(text -> 64L * text.size())
                .run();
    }

    private static Rehearsal.Verdict counted(String expected) throws MalformedException {
        return Rehearsal.play(
                RuleTest.rule(COUNTER), events(EVENTS), outputs(expected), RehearsalTest::sum);
    }

    private static Recording events(String text) throws MalformedException {
        return Recording.events(json(text));
    }

    private static Recording outputs(String text) throws MalformedException {
        return Recording.outputs(json(text));
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }
}
