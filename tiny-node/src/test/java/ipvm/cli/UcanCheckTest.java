package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.cli.Shell.Ran;
import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.ucan.Container;
import ipvm.ucan.Container.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UcanCheckTest {

    private static final String PAST = "ucan/go-ucan-delegations/TokenAliceBob.dagcbor";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    record Case(String name, String error, Bytes invocation, List<Bytes> proofs, long time) {

        static Case of(JsonNode node) {
            var proofs = new ArrayList<Bytes>();
            node.get("proofs").forEach(proof -> proofs.add(bytes(proof)));
            var error = node.at("/error/name").asText("");
            var time = node.get("time").longValue();
            return new Case(
                    node.get("name").textValue(),
                    error,
                    bytes(node.get("invocation")),
                    proofs,
                    time);
        }

        private static Bytes bytes(JsonNode node) {
            return Bytes.wrap(Base64.getDecoder().decode(node.at("/~1/bytes").textValue()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of("ucan/spec-1.0.0/", "ucan/spec-1.0.0-rc.1/")
                .map(folder -> Vectors.json(folder + "invocation.json"))
                .flatMap(json -> Stream.of(json.get("valid"), json.get("invalid")))
                .flatMap(cases -> cases.valueStream().map(Case::of));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judgesEveryCaseOfTheSpecification(Case published) throws Exception {
        var tokens = new ArrayList<>(published.proofs());
        tokens.add(published.invocation());
        write("together.ucan", new Container(tokens).encode(Packing.BASE64_URL));
        write("alone.ucan", published.invocation());
        write("proofs.ucan", new Container(published.proofs()).encode(Packing.GZIP));
        var at = Long.toString(published.time());

        requireVerdict(
                shell.run("ucan", "check", "together.ucan", "--at", at, "--json"), published);
        requireVerdict(
                shell.run(
                        "ucan",
                        "check",
                        "alone.ucan",
                        "--proof",
                        "proofs.ucan",
                        "--at",
                        at,
                        "--json"),
                published);
    }

    private static void requireVerdict(Ran ran, Case published) throws Exception {
        boolean valid = published.error().isEmpty();
        assertThat(ran.exit()).isEqualTo(valid ? Exit.OK : Exit.DENIED);
        assertThat(ran.err()).isEmpty();
        if (valid) {
            assertThat(ran.json()).isEqualTo(Ipld.map("valid", Ipld.of(true)));
        } else {
            var error = (Ipld.Map) ran.json().find("error").orElseThrow();
            assertThat(ran.json().find("valid")).contains(Ipld.of(false));
            assertThat(error.find("name")).contains(Ipld.of(published.error()));
            assertThat(error.find("message")).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void takesTheOnlyDelegationOfAnyPacking(Packing packing) throws Exception {
        write("one.ucan", new Container(List.of(Vectors.bytes(PAST))).encode(packing));

        assertThat(shell.run("ucan", "check", "one.ucan").ok().out())
                .startsWith("valid delegation");
    }

    @Test
    void takesTheOneInvocationOfAContainerThatATextFileEndsWithALineBreak() throws Exception {
        var text = new Container(List.of(Vectors.bytes(PAST))).encode(Packing.BASE64_URL);
        write("line.ucan", Bytes.concat(text, Bytes.utf8("\r\n")));

        assertThat(shell.run("ucan", "check", "line.ucan").ok().exit()).isEqualTo(Exit.OK);
    }

    @Test
    void asksWhichOfSeveralTokensIsMeant() throws Exception {
        write("ten.ucan", Vectors.bytes("ucan/container/Bytes"));

        var ran = shell.run("ucan", "check", "ten.ucan");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("--token").hasLineCount(1);
        var cid = firstCid("ten.ucan");
        var chosen = shell.run("ucan", "check", "ten.ucan", "--token", cid, "--at", "1754400000");
        assertThat(chosen.ok().out()).contains(cid);
    }

    @Test
    void saysWhenTheTokenThatIsMeantIsNotThere() throws Exception {
        write("ten.ucan", Vectors.bytes("ucan/container/Bytes"));

        var ran =
                shell.run(
                        "ucan",
                        "check",
                        "ten.ucan",
                        "--token",
                        "bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae");

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bytes", "BytesGzipped", "Base64URL", "Base64StdPaddingGzipped"})
    void callsASignatureUnderAnOldHeaderInvalid(String packing) throws Exception {
        write("old.ucan", Vectors.bytes("ucan/container-pre-v1-varsig/" + packing));

        var ran = shell.run("ucan", "check", "old.ucan", "--token", firstCid("old.ucan"), "--json");

        assertThat(ran.exit()).isEqualTo(Exit.DENIED);
        assertThat(ran.out()).contains("InvalidSignature");
        assertThat(first("old.ucan").find("signature")).contains(Ipld.of("invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1.5", "soon", "9007199254740992", "99999999999999999999"})
    void refusesATimeThatIsNone(String time) throws Exception {
        write("one.ucan", Vectors.bytes(PAST));

        var ran = shell.run("ucan", "check", "one.ucan", "--at", time);

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).startsWith("ipvm ucan check: --at: '" + time + "' is no time");
    }

    private void write(String name, Bytes bytes) throws IOException {
        Files.write(folder.resolve(name), bytes.toArray());
    }

    private Ipld.Map first(String file) throws Exception {
        var listed = shell.run("inspect", file, "--json").ok().json();
        return (Ipld.Map) ((Ipld.List) listed.find("tokens").orElseThrow()).items().getFirst();
    }

    private String firstCid(String file) throws Exception {
        return ((Ipld.Text) first(file).find("cid").orElseThrow()).value();
    }
}
