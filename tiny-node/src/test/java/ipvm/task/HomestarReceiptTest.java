package ipvm.task;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.key.Did;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HomestarReceiptTest {

    private static final String LINK =
            "bafyrmigpfy6vvnfmv2wpsnpjmrn6iurejcjhz2doqdl6cfext27etqvi54";
    private static final String GOOD =
            "{\"iss\":null,\"meta\":{\"op\":\"f\"},\"out\":[\"just\",1],\"prf\":[],\"ran\":{\"/\":\""
                    + LINK
                    + "\"}}";

    @Test
    void keepsIssuerAndProofs() throws Exception {
        var plain = read(GOOD);
        var issuer = new Did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
        var full =
                new HomestarReceipt(
                        plain.ran(),
                        Result.error(plain.meta()),
                        plain.meta(),
                        Optional.of(issuer),
                        List.of(Vectors.cid(LINK)));
        assertThat(plain.out().kind()).isEqualTo(Result.Kind.JUST);
        assertThat(HomestarReceipt.decode(full.block().data())).isEqualTo(full);
    }

    @Test
    void namesWhatIsWrongWithAReceipt() {
        assertThatRefuses(() -> read(GOOD.replace("null", "\"me\"")))
                .hasWhat("receipt.iss: ")
                .hasFound("me");
        assertThatRefuses(() -> read(GOOD.replace("just", "fine")))
                .hasWhat("receipt.out[0]: ok, error or just")
                .hasFound("'fine'");
        assertThatRefuses(() -> read(GOOD.replace("\"just\",1", "\"ok\"")))
                .hasWhat("receipt.out: a pair")
                .hasFound("1 items");
        assertThatRefuses(() -> read(GOOD.replace("\"prf\":[]", "\"prf\":[1]")))
                .hasWhat("receipt.prf[0]: a link")
                .hasFound("int");
        assertThatRefuses(() -> read(GOOD.replace("\"iss\":null,", "")))
                .hasWhat("receipt: a map with 'iss'");
    }

    @Test
    void readsTheCauseOfATask() throws Exception {
        var golden = Golden.said("task").getFirst().task();
        var caused =
                new HomestarTask(
                        golden.run(),
                        Optional.of(Vectors.cid(LINK)),
                        golden.meta(),
                        List.of(Vectors.cid(LINK)));
        assertThat(HomestarTask.decode(caused.block().data())).isEqualTo(caused);
    }

    private static HomestarReceipt read(String json) throws MalformedException {
        return HomestarReceipt.decode(DagCbor.encode(DagJson.read(json)));
    }
}
