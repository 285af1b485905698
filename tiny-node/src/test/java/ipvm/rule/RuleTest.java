package ipvm.rule;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import ipvm.testkit.Fuzz;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final String CALL =
            "{'mod':'ipfs://" + MODULE + "','fun':'check','params':[{'event':'.'}]}";

    /// The two triggers that are known to come, as they will read their own keys.
    static final List<Trigger> TRIGGERS =
            List.of(new Known("inlet", Set.of()), new Known("pin", Set.of("edge", "debounce")));

    private record Known(String name, Set<String> more) implements Trigger {
        @Override
        public void check(Node on) throws MalformedException {
            var keys = new java.util.HashSet<>(more);
            keys.add(name);
            on.only(keys).field(name).text();
        }
    }

    @Test
    void readsTheRuleOfTheManual() throws Exception {
        var rule =
                rule(
                        "{'name':'frost', 'on':{'inlet':'kitchen'}, 'window':{'time':'10m'},"
                                + "'state':true, 'do':{'mod':'ipfs://"
                                + MODULE
                                + "','fun':'check','params':[{'event':'.value.temperature'}]},"
                                + "'out':'alarm', 'limit':{'queue':100,'full':'oldest',"
                                + "'rate':'10/s','fuel':'1G/day'},'keep':'7d','grant':null}");

        assertThat(rule.name()).isEqualTo("frost");
        assertThat(rule.on())
                .isEqualTo(new On.Event("inlet", Ipld.map("inlet", Ipld.of("kitchen"))));
        assertThat(rule.window()).contains(new Span.Time(600_000));
        assertThat(rule.hasState()).isTrue();
        assertThat(rule.out()).contains("alarm");
        assertThat(rule.bound())
                .isEqualTo(
                        new Bound(
                                100,
                                Bound.Full.OLDEST,
                                Optional.of(new Per(10, 1_000)),
                                Optional.of(new Per(1_000_000_000, 86_400_000))));
        assertThat(rule.keepMillis()).contains(7 * 86_400_000L);
        assertThat(rule.grant()).isEmpty();
    }

    @Test
    void takesTheDefaultsOfARuleThatSaysLittle() throws Exception {
        var rule = on("{'cron':'*/5 6-20 * * MON-FRI'}");

        assertThat(rule.on()).isInstanceOf(On.Times.class);
        assertThat(((On.Times) rule.on()).missed()).isEqualTo(On.Missed.ONCE);
        assertThat(((On.Times) rule.on()).runsUnset()).isFalse();
        assertThat(rule.bound().queue()).isEqualTo(Limits.DEFAULT.queueDefault());
        assertThat(rule.window()).isEmpty();
        assertThat(rule.hasState()).isFalse();
    }

    @Test
    void readsEveryKindOfTrigger() throws Exception {
        assertThat(on("{'every':'1.5s','missed':'skip'}").on())
                .isEqualTo(new On.Every(1_500, On.Missed.SKIP));
        assertThat(on("{'pin':'GPIO17','edge':'rising','debounce':'5ms'}").on())
                .isInstanceOf(On.Event.class);
        assertThat(on("{'receipt':[['==','.out.ok',1]]}").on()).isInstanceOf(On.Receipt.class);
        var cron = on("{'cron':'0 6 * * *','zone':'Europe/Berlin','missed':'all','clock':'run'}");
        assertThat(cron.on())
                .isEqualTo(
                        new On.Times(
                                Cron.parse("0 6 * * *", Cron.zone("Europe/Berlin")),
                                On.Missed.ALL,
                                true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'evry':'10s'} | one trigger of every, cron, receipt, inlet, pin | 'every'",
                "{} | one trigger of | none",
                "{'every':'1s','cron':'* * * * *'} | one trigger | cron and every",
                "{'every':'9ms'} | a time from 10 ms | 9ms",
                "{'every':'ten'} | a time, such as | ten",
                "{'every':10} | text | int",
                "{'every':'1s','mised':'all'} | one of the keys | did you mean 'missed'",
                "{'every':'1s','missed':'twice'} | one of skip, once, all | twice",
                "{'cron':'61 * * * *'} | cron minute | 61",
                "{'cron':'* * * * *','zone':'Mars'} | time zone | Mars",
                "{'cron':'* * * * *','clock':'go'} | one of wait, run | go",
                "{'receipt':[['=','.a',1]]} | one of == | =",
                "{'pin':'GPIO17','edg':'rising'} | one of the keys | did you mean 'edge'",
            })
    void refusesATriggerAtItsPlace(String on, String what, String found) {
        var refusal =
                catchThrowableOfType(MalformedException.class, () -> on(on.replace('`', '\'')));
        assertThat(refusal.what()).contains(what);
        assertThat(refusal.found()).contains(found);
        assertThat(refusal.line()).isEqualTo(1);
        assertThat(refusal.column()).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'nam':'x' | one of the keys | did you mean 'name'",
                "'name':'a/b' | a name of letters | a/b",
                "'window':{'count':0} | a number in 1.. | 0",
                "'window':{'count':1,'time':'1s'} | either a count or a time | 2 keys",
                "'window':{} | either a count or a time | 0 keys",
                "'state':1 | true or false | int",
                "'limit':{'queue':100000} | a number in 1..10000 | 100000",
                "'limit':{'full':'olderst'} | one of oldest | did you mean 'oldest'",
                "'limit':{'rate':'10'} | an amount per time | '10'",
                "'limit':{'rate':'0/s'} | an amount in 1.. | 0/s",
                "'limit':{'fuel':'1X/day'} | an amount per time | 1X/day",
                "'limit':{'fuel':'1G/week'} | an amount per time | 1G/week",
                "'keep':'soon' | a time, such as | soon",
                "'grant':'bafy' | a CID | bafy",
                "'do':{} | a task {mod, fun, params} | []",
                "'do':{'mod':'m.wasm','fun':'f','params':[]} | ipfs://CID | m.wasm",
                "'do':{'mod':'file:m.wasm','fun':'f'} | a map with 'params' | none",
                "'do':{'mod':'file:m','fun':'f','params':[{'event':'temperature'}]} | '.' | 't'",
                "'do':{'mod':'file:m','fun':'f','params':[{'event':1}]} | text | int",
                "'do':{'cmd':'http','args':{}} | command | no leading slash",
                "'do':{'tasks':{}} | a task | none",
                "'do':{'v':'0.1.0','tasks':{'a':{'cmd':'/a','args':{'x':{'await/ok':'b'}}}}} | await | b",
                "'do':{'v':'0.1.0','tasks':{'a':{'cmd':'/a','args':{},'nonse':''}}} | one of the keys | nonce",
                "'state':true,'do':{'tasks':{'a':{'args':{}}}} | one function | a workflow",
                "'state':true,'do':{'cmd':'/log/write','args':{}} | a function | /log/write",
            })
    void refusesARuleAtItsPlace(String field, String what, String found) {
        var name = field.contains("'name'") ? "" : "'name':'x',\n";
        var work = field.contains("'do'") ? "" : "'do':" + CALL + ",\n";
        var refusal =
                catchThrowableOfType(
                        MalformedException.class,
                        () -> rule("{" + name + work + "'on':{'every':'1s'},\n" + field + "}"));
        assertThat(refusal.what()).contains(what);
        assertThat(refusal.found()).contains(found);
        assertThat(refusal.line()).isGreaterThan(1);
    }

    @Test
    void refusesARuleWithoutWhatEveryRuleHas() {
        assertThatRefuses(() -> rule("{'name':'x','on':{'every':'1s'}}")).hasWhat("'do'");
        assertThatRefuses(() -> rule("{'name':'x','do':" + CALL + "}")).hasWhat("'on'");
        assertThatRefuses(() -> rule("{'on':{'every':'1s'},'do':" + CALL + "}")).hasWhat("'name'");
        assertThatRefuses(() -> rule("{'name':'x','name':'y'}")).hasFound("name");
    }

    @Test
    void putsTheEventIntoItsHoles() throws Exception {
        var rule =
                rule(
                        "{'name':'x','on':{'every':'1s'},'do':{'cmd':'/http/post','args':"
                                + "{'url':'u','body':[{'event':'.a[0]'},{'b':{'event':'.'}}],"
                                + "'event':'.a','more':{'event':'.a','and':1}}}}");
        var event = DagJson.read("{\"a\":[7]}");

        assertThat(DagJson.text(rule.work().bound(event).body()))
                .isEqualTo(
                        "{\"args\":{\"body\":[7,{\"b\":{\"a\":[7]}}],\"event\":\".a\","
                                + "\"more\":{\"and\":1,\"event\":\".a\"},\"url\":\"u\"},"
                                + "\"cmd\":\"/http/post\"}");
    }

    @Test
    void putsTheEventIntoAWorkflowWhoseTaskIsCalledEvent() throws Exception {
        var rule =
                rule(
                        "{'name':'x','on':{'every':'1s'},'do':{'v':'0.1.0','tasks':{'event':{'cmd':'/a',"
                                + "'args':{'n':{'event':'.n'}}}}}}");

        assertThat(DagJson.text(rule.work().bound(Ipld.map("n", Ipld.of(3))).body()))
                .isEqualTo(
                        "{\"tasks\":{\"event\":{\"args\":{\"n\":3},\"cmd\":\"/a\"}},\"v\":\"0.1.0\"}");
    }

    @Test
    void saysWhichPartOfAnEventIsNotThere() throws Exception {
        var work =
                rule("{'name':'x','on':{'every':'1s'},'do':{'mod':'file:m','fun':'f',"
                                + "'params':[{'event':'.value.temperature'}]}}")
                        .work();

        assertThatRefuses(() -> work.bound(Ipld.map("pressure", Ipld.of(1))))
                .hasWhat("an event with .value.temperature")
                .hasFound("a map with [pressure]");
    }

    @Test
    void survivesDamagedRules() throws Exception {
        var corpus =
                List.of(
                        json(
                                "{'name':'frost','on':{'inlet':'kitchen'},'window':{'time':'10m'},"
                                        + "'state':true,'do':"
                                        + CALL
                                        + ",'out':'alarm','limit':{'queue':100,'full':'oldest',"
                                        + "'rate':'10/s','fuel':'1G/day'},'keep':'7d',"
                                        + "'grant':null}"),
                        json(
                                "{'name':'x','on':{'cron':'*/5 6-20 1,2 JAN-MAR MON-FRI','zone':"
                                        + "'Europe/Berlin'},'do':{'v':'0.1.0','tasks':{'a':{'cmd':'/a','args':"
                                        + "{'n':{'event':'.n[0][\"k\"][1:2]'}}}}}}"),
                        json(
                                "{'name':'y','on':{'receipt':[['==','.out',1]]},'window':{'count':9"
                                        + "},'do':{'cmd':'/log/write','args':{'text':'x'}}}"));
        Fuzz.of("rule", corpus, text -> Rule.read(text, Limits.DEFAULT, TRIGGERS))
                .payload(text -> 16L * text.size() + (64 << 10))
                .run();
    }

    static Rule on(String on) throws MalformedException {
        return rule("{'name':'x','do':" + CALL + ",'on':" + on + "}");
    }

    static Rule rule(String text) throws MalformedException {
        return Rule.read(json(text), Limits.DEFAULT, TRIGGERS);
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }
}
