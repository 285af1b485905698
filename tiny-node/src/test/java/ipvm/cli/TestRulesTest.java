package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestRulesTest {

    private static final String ADD =
            "{'name':'more','on':{'inlet':'k'},'out':'o','do':{'mod':'file:add.wasm',"
                    + "'fun':'add_one','params':[{'event':'.n'}]}}";
    private static final String EVENTS = "{'at':1000,'event':{'n':1}}\n{'at':2000,'event':{'n':2}}";
    private static final String EXPECTED = "{'out':'o','value':2}\n{'at':2000,'out':'o','value':3}";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        write("t/rule.json", ADD);
        write("t/events.jsonl", EVENTS);
        write("t/expected.jsonl", EXPECTED);
        Files.write(
                folder.resolve("t/add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
    }

    private void write(String name, String json) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, json.replace('\'', '"'));
    }

    @Test
    void passesWhatShowsWhatItShouldAndMakesNoHome() throws Exception {
        var ran = shell.run("test", "t").ok();

        assertThat(ran.out()).isEqualTo("pass  more: fired 2, showed 2\n");
        assertThat(ran.err()).isEqualTo("1 passed, 0 failed\n");
        assertThat(shell.home()).doesNotExist();
        assertThat(shell.run("test", "t", "--json").ok().out())
                .isEqualTo(
                        "{\"case\":\"more\",\"difference\":null,\"errors\":0,\"fired\":2,"
                                + "\"pass\":true,\"rule\":\"more\",\"said\":[],\"shown\":2}\n");
    }

    @Test
    void namesTheFirstDifferenceOfEachThatFails() throws Exception {
        write("t/bad.events.jsonl", EVENTS);
        write("t/bad.expected.jsonl", "{'out':'o','value':2}\n{'out':'o','value':4}");
        write("t/deep/NAME.json", ADD.replace("file:add", "file:../add"));
        write("t/deep/NAME.events.jsonl", "{'at':5,'event':{'m':1}}");
        write("t/deep/NAME.expected.jsonl", "");
        write("t/deep/.hidden/events.jsonl", "no");

        var ran = shell.run("test", "t", "--xml", "report.xml");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.lines())
                .containsExactly(
                        "FAIL  bad: output 2.value: expected 4, found 3",
                        "pass  deep/NAME: fired 1, showed 0",
                        "pass  more: fired 2, showed 2");
        assertThat(ran.err()).isEqualTo("2 passed, 1 failed\n");
        assertThat(Files.readString(folder.resolve("report.xml")))
                .contains("<testsuite name=\"t\" tests=\"3\" failures=\"1\"")
                .contains("<failure message=\"output 2.value: expected 4, found 3\"/>")
                .contains("an event with .n");
    }

    @Test
    void letsTheWorldAnswerAsRecordedAndWritesCommandsDown() throws Exception {
        var tasks =
                "'see':{'cmd':'/http/get','args':{'url':{'event':'.url'}}},"
                        + "'tell':{'cmd':'/http/post','args':{'url':'u',"
                        + "'body':{'await/ok':'see'}}}";
        var rule =
                "{'name':'tell','on':{'inlet':'k'},'out':'o','do':{'v':'0.1.0','tasks':{"
                        + tasks
                        + "}},'grant':'bafyreiakubdpjipdpmutjo2lzaco2oychcvtuw3z5p4qsha2uh5xsvc3lu'}";
        write("w/rule.json", rule);
        write("w/events.jsonl", "{'at':5,'event':{'url':'a'}}\n{'at':9,'event':{'url':'b'}}");
        write(
                "w/effects.jsonl",
                """
                {'cmd':'/http/get','args':{'url':'b'},'value':'B'}
                {'cmd':'/http/get','args':{'url':'a'},'value':'A'}
                {'cmd':'/http/post','value':{'status':204}}
                """);
        write(
                "w/expected.jsonl",
                """
                {'at':5,'out':'/http/post','value':{'url':'u','body':'A'}}
                {'at':5,'out':'o','value':{'status':204}}
                {'at':9,'out':'/http/post','value':{'url':'u','body':'B'}}
                {'at':9,'out':'o','value':{'status':204}}
                """);

        assertThat(shell.run("test", "w").ok().out()).isEqualTo("pass  tell: fired 2, showed 4\n");

        write("w/rule.json", rule.replaceAll(",'grant':'.*'}", "}"));
        assertThat(shell.run("test", "w").out())
                .contains("the rule said: failed: denied: a rule needs a \"grant\" for /http/post");
    }

    @Test
    void readsTheTimeOfTheRecording() throws Exception {
        write(
                "c/rule.json",
                "{'name':'c','on':{'every':'1h'},'out':'o','do':{'cmd':'/time/now',"
                        + "'args':{}}}");
        write("c/events.jsonl", "{'at':1772323200000}\n{'at':1772330400000}");
        write(
                "c/expected.jsonl",
                "{'out':'o','value':1772326800000}\n{'out':'o','value':1772330400000}");

        shell.run("test", "c").ok();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "rule.json, `{'name':'x',\n 'onn':{}}`, rule.json:2:2",
                "rule.json, `{`, rule.json:1:2",
                "rule.json, `{'name':'x','on':{'inlett':'k'},'do':{}}`, did you mean 'inlet'",
                "events.jsonl, `{'at':1}\n{'at':'x'}`, events.jsonl:2:2",
                "expected.jsonl, `\n\n{'value':5}`, expected.jsonl:3:1",
                "effects.jsonl, `{'cmd':'/x'}`, effects.jsonl:1:1",
            })
    void namesTheLineOfAFileThatIsWrong(String file, String text, String place) throws Exception {
        write("t/" + file, text);

        var ran = shell.run("test", "t");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains(place);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        assertThat(shell.run("test", "none").err()).isEqualTo("ipvm test: none: no such folder\n");
        assertThat(shell.run("test", "none").exit()).isEqualTo(Exit.NOT_FOUND);
        Files.createDirectory(folder.resolve("empty"));
        assertThat(shell.run("test", "empty").exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(shell.run("test", "empty").err()).contains("nothing to test");
        Files.delete(folder.resolve("t/expected.jsonl"));
        assertThat(shell.run("test", "t").exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(shell.run("test", "t").err()).contains("expected.jsonl: no such file");
        write("t/expected.jsonl", EXPECTED);
        Files.delete(folder.resolve("t/add.wasm"));
        assertThat(shell.run("test", "t").exit()).isEqualTo(Exit.USAGE);
        assertThat(shell.run("test", "t").err()).contains("mod: no file ");
    }

    @Test
    void givesARuleWhatTheConfigurationGivesIt() throws Exception {
        write("t/expected.jsonl", "");
        var ran = shell.run("test", "t", "--set", "fuel.default=1");
        assertThat(ran.exit()).isEqualTo(Exit.OK);
        assertThat(shell.run("test", "t", "--json", "--set", "fuel.default=1").json().find("said"))
                .contains(
                        Ipld.list(
                                Ipld.of("failed: out of fuel after 1"),
                                Ipld.of("failed: out of fuel after 1")));
    }
}
