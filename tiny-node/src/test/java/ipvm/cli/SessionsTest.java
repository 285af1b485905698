package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.store.Sessions;
import ipvm.store.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is seen of receipts that were folded.
class SessionsTest {

    @TempDir Path folder;

    @Test
    void tellsOfAReceiptInWhichSessionItIs() throws Exception {
        var shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        var line = shell.run("run", "add.wasm", "add_one", "41", "--json").ok().json();
        var receipt = ((Ipld.Link) line.find("receipt").orElseThrow()).cid().toString();
        assertThat(shell.run("receipts", "--sessions").ok().out()).isEmpty();
        var key =
                new Keyring(new Home(shell.home()), shell.call().world())
                        .open(Home.DEVICE, Passphrase.of(shell.call()));
        try (var store = SqliteStore.open(new Home(shell.home()).store(), 1 << 26, 1)) {
            var filed = store.lastReceipts(1).getFirst().filed();
            store.commit(new Sessions(store).fold(java.util.List.of(filed), key));
        }

        var session = shell.run("receipts", "--sessions", "--json").ok().json();
        assertThat(session.find("session")).contains(Ipld.of("2027-01-15"));
        assertThat(session.find("receipts")).contains(Ipld.of(1));
        assertThat(shell.run("receipts", "--sessions").ok().out())
                .startsWith("2027-01-15  1 receipts (1 ok)");
        assertThat(shell.run("receipts").ok().out()).isEmpty();

        assertThat(shell.run("trace", receipt).ok().out()).contains("folded into  2027-01-15");
        assertThat(shell.run("inspect", receipt).ok().out()).contains("folded into  2027-01-15");
        var trace = shell.run("trace", receipt, "--json").ok().json();
        assertThat(trace.find("kind")).contains(Ipld.of("folded"));
        assertThat(trace.find("proof")).isPresent();
        assertThat(shell.run("store", "check").exit()).isEqualTo(Exit.OK);
    }
}
