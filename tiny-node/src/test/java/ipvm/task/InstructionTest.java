package ipvm.task;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import org.junit.jupiter.api.Test;

class InstructionTest {

    private static final String NAME =
            "bafyrmigpfy6vvnfmv2wpsnpjmrn6iurejcjhz2doqdl6cfext27etqvi54";
    private static final String MODULE =
            "bafybeia32q3oy6u47x624rmsmgrrlpn7ulruissmz5z2ap6alv7goe7h3q";

    @Test
    void keepsANonceAsItWasSpelled() throws Exception {
        var spelled = with("nnc", "\"1sod60ml6g26mfhsrsa0\"");
        var raw = with("nnc", "{\"/\":{\"bytes\":\"" + "D5DTASU6RhnqTypu\"}}");
        assertThat(spelled.nonce()).isEqualTo(new Nonce.Spelled("1sod60ml6g26mfhsrsa0"));
        assertThat(raw.nonce()).isInstanceOf(Nonce.Raw.class);
        assertThat(spelled.cid()).isNotEqualTo(raw.cid());
    }

    @Test
    void takesANonceOfAnotherTypeForNoneAsHomestarDoes() throws Exception {
        for (var nonce : new String[] {"\"\"", "null", "7", "[1]", "{\"a\":1}"}) {
            assertThat(with("nnc", nonce).nonce()).as(nonce).isEqualTo(Nonce.pure());
        }
        assertThat(read(document().substring(0, document().indexOf(",\"nnc\"")) + "}").cid())
                .isEqualTo(Vectors.cid(NAME));
    }

    @Test
    void refusesANonceOfAnotherLength() {
        assertThatRefuses(() -> with("nnc", "{\"/\":{\"bytes\":\"AAAA\"}}"))
                .hasWhat("instruction.nnc: a nonce of 12 or 16 bytes")
                .hasFound("3 bytes");
        for (var text : new String[] {"0", "1SOD60ML6G26MFHSRSA0", "1sod60ml6g26mfhsrsa1"}) {
            assertThatRefuses(() -> with("nnc", "\"" + text + "\"")).hasFound("'" + text + "'");
        }
        assertThatThrownBy(() -> new Nonce.Raw(Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Nonce.Spelled("w"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesASpelledNonceOfSixteenBytes() throws Exception {
        var text = "0123456789abcdefghijklmno4";
        assertThat(with("nnc", "\"" + text + "\"").nonce()).isEqualTo(new Nonce.Spelled(text));
    }

    @Test
    void writesALinkedResourceAsItsUri() throws Exception {
        assertThat(with("rsc", "{\"/\":\"" + MODULE + "\"}").cid()).isEqualTo(Vectors.cid(NAME));
    }

    @Test
    void keepsTheCaseOfAnOperation() throws Exception {
        assertThat(with("op", "\"Wasm/Run\"").operation()).isEqualTo("Wasm/Run");
    }

    @Test
    void findsPromisesHoweverDeepTheyLie() throws Exception {
        var run = args("[1,[{\"a\":" + await("ok") + "}]," + await("error") + "," + await("*"));
        assertThat(run.call().awaits())
                .containsExactly(
                        new Await(Branch.OK, Vectors.cid(NAME)),
                        new Await(Branch.ERROR, Vectors.cid(NAME)),
                        new Await(Branch.ANY, Vectors.cid(NAME)));
        assertThat(Await.in(run.call().awaits().getLast().encode()))
                .containsExactly(run.call().awaits().getLast());
    }

    @Test
    void refusesWhatOnlyLooksLikeAPromise() {
        assertThatRefuses(() -> args("[1,{\"await/ok\":\"small\"}"))
                .hasWhat("instruction.input.args[1].await/ok: a link")
                .hasFound("text");
        assertThatRefuses(() -> args("[{\"await/soon\":1}")).hasFound("'await/soon'");
        assertThatRefuses(() -> args("[{\"a\":1,\"await/ok\":1}")).hasFound("other keys");
        assertThatRefuses(() -> args("[{\"await/ok\":{\"/\":\"" + MODULE + "\"}}"))
                .hasWhat("the name of an instruction")
                .hasFound(MODULE);
    }

    @Test
    void refusesMoreArgumentsThanTheLimit() throws Exception {
        var node = Node.of("instruction", DagJson.read(document().replace("[1]", "[1,2]")));
        assertThatRefuses(() -> Instruction.of(node, new Limits(1, 1, 1, 1)))
                .hasWhat("instruction.input.args: at most 1 items")
                .hasFound("2");
        assertThatThrownBy(() -> new Limits(1, 1, 0, 1)).hasMessageContaining("argsMax");
    }

    @Test
    void namesTheFieldThatIsMissingUnknownOrOfAnotherType() {
        assertThatRefuses(() -> read("[]")).hasWhat("instruction: a map").hasFound("list");
        assertThatRefuses(() -> read("{}")).hasWhat("instruction: a map with 'rsc'");
        assertThatRefuses(() -> with("rsc", "\"no uri\"")).hasWhat("instruction.rsc: a URI");
        assertThatRefuses(() -> with("op", "1")).hasWhat("instruction.op: text").hasFound("int");
        assertThatRefuses(() -> with("more", "1")).hasWhat("instruction.more: one of the keys");
        assertThatRefuses(() -> with("input", "{\"func\":\"f\",\"args\":1}"))
                .hasWhat("instruction.input.args: a list")
                .hasFound("int");
    }

    private static String await(String branch) {
        return "{\"await/" + branch + "\":{\"/\":\"" + NAME + "\"}}";
    }

    private static Instruction args(String open) throws MalformedException {
        return with("input", "{\"func\":\"f\",\"args\":" + open + "]}");
    }

    private static Instruction with(String key, String json) throws MalformedException {
        var map = (Ipld.Map) DagJson.read(document());
        return decoded(map.with(key, DagJson.read(json)));
    }

    private static Instruction read(String json) throws MalformedException {
        return decoded(DagJson.read(json));
    }

    private static Instruction decoded(Ipld value) throws MalformedException {
        return Instruction.decode(DagCbor.encode(value));
    }

    private static String document() {
        return "{\"rsc\":\"ipfs://"
                + MODULE
                + "\",\"op\":\"wasm/run\",\"input\":{\"args\":[1],\"func\":\"add_one\"}"
                + ",\"nnc\":\"\"}";
    }
}
