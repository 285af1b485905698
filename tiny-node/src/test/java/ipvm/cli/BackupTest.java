package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.KeyFile;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a backup holds once its box is open, and what of it is refused.
class BackupTest {

    private static final PrivateKey OWNER =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    private static Ipld.Map body(Bytes backup) throws Exception {
        return (Ipld.Map) ((Ipld.Map) DagCbor.decode(backup)).entries().getFirst().value();
    }

    private static Bytes whole() {
        return new Backup(OWNER.did(), KeyFile.encode(OWNER), List.of(), List.of()).encode();
    }

    private static Bytes with(String name, Ipld value) throws Exception {
        var outer = (Ipld.Map) DagCbor.decode(whole());
        var tag = outer.entries().getFirst().key();
        return DagCbor.encode(Ipld.map(tag, body(whole()).with(name, value)));
    }

    @Test
    void givesBackWhatWasPutIn() throws Exception {
        var backup = Backup.decode(whole());

        assertThat(backup.device()).isEqualTo(OWNER.did());
        assertThat(backup.ownerKey().did()).isEqualTo(OWNER.did());
        assertThat(backup.tokens()).isEmpty();
        assertThat(backup.successions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "owner", "tokens", "successions"})
    void refusesAFieldOfAnotherType(String name) throws Exception {
        var bad = with(name, Ipld.of(1));

        assertThatThrownBy(() -> Backup.decode(bad))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "successions"})
    void refusesAListOfOtherThings(String name) throws Exception {
        var text = with(name, Ipld.list(Ipld.of("x")));
        var noise = with(name, Ipld.list(Ipld.of(Bytes.of(1, 2, 3))));

        assertThatThrownBy(() -> Backup.decode(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("backup." + name)
                .hasMessageContaining("text in it");
        assertThatThrownBy(() -> Backup.decode(noise)).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesWhatIsNoBackupAtAll() {
        for (var other : List.of(Ipld.of(1), Ipld.map(), Ipld.map("x", Ipld.map()), Ipld.list())) {
            assertThatThrownBy(() -> Backup.decode(DagCbor.encode(other)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("another value");
        }
    }
}
