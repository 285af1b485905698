package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.foreign.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two machines on one cable, each with nothing but an address: network namespaces and a pair of
/// virtual interfaces, which only root can make.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiscoveryIT {

    private static final String PROCESS = String.valueOf(ProcessHandle.current().pid());
    private static final String A = "ipvm-a" + PROCESS;
    private static final String B = "ipvm-b" + PROCESS;

    private final List<Program> running = new ArrayList<>();
    private String ip = "";

    @BeforeEach
    void connect() throws Exception {
        ip = Program.find("ip");
        if (Program.run(ip, "netns", "add", A).code() != 0) {
            System.err.println("SKIPPED: DiscoveryIT: no network namespaces here");
            Assumptions.abort("no network namespaces");
        }
        run("netns", "add", B);
        run("link", "add", "va", "netns", A, "type", "veth", "peer", "name", "vb", "netns", B);
        raise(A, "va", "10.77.0.1/24");
        raise(B, "vb", "10.77.0.2/24");
    }

    private void raise(String space, String on, String address) throws Exception {
        run("-n", space, "link", "set", "lo", "up");
        run("-n", space, "addr", "add", address, "dev", on);
        run("-n", space, "link", "set", on, "up");
    }

    private void run(String... words) throws Exception {
        var ended = Program.run(ip, words);
        assertThat(ended.code()).as(Arrays.toString(words) + ": " + ended.said()).isZero();
    }

    @AfterEach
    void disconnect() throws Exception {
        running.forEach(Program::close);
        for (var space : List.of(A, B)) {
            Program.run(ip, "netns", "del", space);
        }
    }

    private Program node(String space, String port) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words =
                new String[] {
                    "netns",
                    "exec",
                    space,
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "ipvm.coap.Beacon",
                    port
                };
        var node = Program.start(ip, words);
        running.add(node);
        return node;
    }

    @Test
    void nodesOnOneCableFindEachOther() throws Exception {
        var a = node(A, "5683");
        a.awaitLine("up");
        var b = node(B, "5683");
        var met = b.awaitLine("met coap://");
        System.out.println("found by multicast: " + met);

        assertThat(met).containsAnyOf("10.77.0.1:5683", "[fe80:");
        assertThat(a.awaitLine("heard")).contains("from coap://");
    }

    @Test
    void nodesOnOneMachineFindEachOtherOnOtherPorts() throws Exception {
        var a = node(A, "5684");
        a.awaitLine("up");
        var b = node(A, "5685");

        assertThat(b.awaitLine(":5684")).startsWith("met coap://");
        assertThat(a.awaitLine("heard")).contains(":5685");
    }

    @Test
    void aForeignClientFindsUsAndOnlyWhenItMatches() throws Exception {
        var client = Program.find("coap-client-notls", "coap-client", "coap-client-openssl");
        node(A, "5683").awaitLine("up");
        run("-n", B, "route", "add", "224.0.0.0/4", "dev", "vb");
        for (var group : List.of("224.0.1.187", "[ff02::fd%vb]")) {
            var uri = "coap://" + group + "/.well-known/core?rt=";
            assertThat(ask(client, uri + "ipvm.frame")).contains("</ipvm/f>");
            assertThat(ask(client, uri + "nothing.such")).doesNotContain("2.05");
            assertThat(ask(client, "coap://" + group + "/ipvm")).doesNotContain("did:key");
        }
    }

    private String ask(String client, String uri) throws Exception {
        return Program.run(ip, "netns", "exec", B, client, "-N", "-v", "6", "-B", "3", uri).said();
    }
}
