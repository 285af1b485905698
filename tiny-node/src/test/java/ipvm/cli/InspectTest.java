package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.CarReader;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.UnixFsWriter;
import ipvm.data.Vectors;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.testkit.Seeds;
import ipvm.ucan.Attestation;
import ipvm.ucan.Envelope;
import ipvm.ucan.Invocation;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectTest {

    private static final String STRANGER =
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    private Ipld.Map explained(Bytes bytes) throws Exception {
        return shell.input(bytes).run("inspect", "-", "--json").ok().json();
    }

    private static Bytes at(Map<Cid, Bytes> blocks, Cid cid) {
        return Objects.requireNonNull(blocks.get(cid));
    }

    private static Ipld text(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e, 1, raw, sha2-256",
        "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n, 0, dag-pb, sha2-256",
        "bafkqaaa, 1, raw, identity",
        "k51qzi5uqu5dlvj2baxnqndepeb86cbk3ng7n3i46uzyxzyqj2xjonzllnv0v8, 1, libp2p-key, identity",
    })
    void explainsACid(String cid, int version, String codec, String hash) throws Exception {
        var object = shell.run("inspect", cid, "--json").ok().json();

        assertThat(text(object, "kind")).isEqualTo(Ipld.of("cid"));
        assertThat(text(object, "version")).isEqualTo(Ipld.of(version));
        assertThat(text(object, "codec")).isEqualTo(Ipld.of(codec));
        assertThat(text(object, "hash")).isEqualTo(Ipld.of(hash));
        assertThat(explained(Bytes.utf8(cid + "\n"))).isEqualTo(object);
    }

    @ParameterizedTest
    @CsvSource({
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK, Ed25519",
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169, P-256",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme, secp256k1",
    })
    void explainsADid(String did, String key) throws Exception {
        var object = shell.run("inspect", did, "--json").ok().json();

        assertThat(text(object, "kind")).isEqualTo(Ipld.of("did"));
        assertThat(text(object, "key")).isEqualTo(Ipld.of(key));
        assertThat(explained(Bytes.utf8(did + "\n"))).isEqualTo(object);
    }

    @Test
    void explainsBlocksByTheirCodec() throws Exception {
        for (var codec : new String[] {"dag-cbor", "dag-json"}) {
            for (var fixture : Vectors.fixtures(codec)) {
                int first = fixture.data().at(0);
                boolean shows =
                        codec.equals("dag-cbor")
                                ? first >= 0x80 && first < 0xc0
                                : "{[".indexOf(first) >= 0;
                var object = explained(fixture.data());
                if (shows) {
                    assertThat(text(object, "cid")).isEqualTo(Ipld.of(fixture.cid().toString()));
                    assertThat(text(object, "codec")).isEqualTo(Ipld.of(codec));
                }
            }
        }
    }

    @Test
    void explainsNodesOfFilesAndFolders() throws Exception {
        var blocks = new HashMap<Cid, Bytes>();
        var writer = new UnixFsWriter(block -> blocks.put(block.cid(), block.data()));
        var small = writer.file(new ByteArrayInputStream(new byte[10]));
        var large = writer.file(new ByteArrayInputStream(new byte[300_000]));
        var directory = writer.directory(Map.of("small", small, "la\u001brge", large));

        var file = explained(at(blocks, large.cid()));
        assertThat(text(file, "kind")).isEqualTo(Ipld.of("unixfs"));
        assertThat(text(file, "type")).isEqualTo(Ipld.of("file"));
        assertThat(text(file, "bytes")).isEqualTo(Ipld.of(300_000));
        var listed = explained(at(blocks, directory.cid()));
        assertThat(text(listed, "type")).isEqualTo(Ipld.of("directory"));
        assertThat(((Ipld.List) text(listed, "entries")).items()).hasSize(2);
        var shown = shell.input(at(blocks, directory.cid())).run("inspect", "-").ok().out();
        assertThat(shown).contains(small.cid() + "  small").contains("la\\u{1b}rge");
        assertThat(text(explained(at(blocks, small.cid())), "codec")).isEqualTo(Ipld.of("raw"));
    }

    @Test
    void explainsEveryKindOfNodeInPublishedArchives() throws Exception {
        for (var name :
                new String[] {
                    "symlink", "dir-with-files", "single-layer-hamt-with-multi-block-files"
                }) {
            var car =
                    new CarReader(
                            Vectors.bytes("gateway/" + name + ".car").stream(), Limits.DEFAULT);
            for (var block = car.next(); block.isPresent(); block = car.next()) {
                requireKnown(block.get());
            }
        }
    }

    private void requireKnown(Block block) throws Exception {
        if (block.cid().codec() == Codec.DAG_PB) {
            var object = explained(block.data());
            assertThat(text(object, "kind")).isEqualTo(Ipld.of("unixfs"));
            assertThat(text(object, "cid")).isEqualTo(Ipld.of(block.cid().toV1().toString()));
        }
    }

    @Test
    void listsAnArchiveAndSaysWhichRootIsNotInIt() throws Exception {
        var whole = explained(Vectors.bytes("gateway/dir-with-files.car"));
        assertThat(text(whole, "kind")).isEqualTo(Ipld.of("car"));
        assertThat(text(whole, "blocks")).isEqualTo(Ipld.of(9));
        assertThat(((Ipld.List) text(whole, "missing")).items()).isEmpty();

        var car = Vectors.bytes("gateway/dir-with-files.car");
        var header = explained(car.slice(0, 1 + car.at(0)));
        assertThat(((Ipld.List) text(header, "missing")).items()).hasSize(1);
    }

    @Test
    void missesNoRootThatIsItsOwnContent() throws Exception {
        var root = Cid.of(Codec.RAW, HashFunction.IDENTITY, Bytes.utf8("all of it"));
        var header =
                DagCbor.encode(Ipld.map("roots", Ipld.list(Ipld.of(root)), "version", Ipld.of(1)));

        var car = Bytes.concat(Bytes.of(header.size()), header);
        var archive = explained(car);

        assertThat(((Ipld.List) text(archive, "roots")).items()).containsExactly(Ipld.of(root));
        assertThat(((Ipld.List) text(archive, "missing")).items()).isEmpty();
        assertThat(shell.input(car).run("inspect", "-").ok().out())
                .contains(root.toString())
                .doesNotContain("not in the archive");
    }

    @Test
    void cannotCheckTheSignatureOfANameWithoutAKey() throws Exception {
        var web = "did:web:example.com";
        var name = explained(Bytes.utf8(web));
        assertThat(text(name, "kind")).isEqualTo(Ipld.of("did"));
        assertThat(name.find("key")).isEmpty();
        assertThat(shell.run("inspect", web).ok().out()).contains("it has to be looked up");

        assertThat(signature(signedBy(web))).isEqualTo(Ipld.of("unknown"));
        assertThat(signature(signedBy("did:key:z6Mk"))).isEqualTo(Ipld.of("invalid"));
        assertThat(signature(signedBy(STRANGER))).isEqualTo(Ipld.of("invalid"));
        assertThat(shell.input(signedBy(STRANGER)).run("inspect", "-").ok().out())
                .contains("signature  invalid");
    }

    private Ipld signature(Bytes token) throws Exception {
        var tokens = (Ipld.List) text(explained(token), "tokens");
        return text((Ipld.Map) tokens.items().getFirst(), "signature");
    }

    /// A delegation that somebody else signed in the issuer's name.
    private static Bytes signedBy(String issuer) throws Exception {
        try (var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]))) {
            var payload =
                    Ipld.map(
                            "iss", Ipld.of(issuer),
                            "aud", Ipld.of(STRANGER),
                            "sub", Ipld.ofNull(),
                            "cmd", Ipld.of("/x"),
                            "pol", Ipld.list(),
                            "nonce", Ipld.of(Bytes.of(1)),
                            "exp", Ipld.ofNull(),
                            "meta", Ipld.map("budget", Ipld.of("much")));
            return Envelope.sign(key, "ucan/dlg@1.0.0", payload).bytes();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2] | dag-json",
                "{\"a\":{\"/\":\"bafkqaaa\"}} | dag-json",
                "{\"b\":1,\"a\":1} | not canonical DAG-JSON",
                "[1, 2] | not canonical DAG-JSON",
                "just words | raw block",
            })
    void explainsTextAsTheBlockItIs(String words, String said) {
        assertThat(shell.input(Bytes.utf8(words)).run("inspect", "-").ok().out()).contains(said);
    }

    @Test
    void explainsAReceipt() throws Exception {
        try (var key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]))) {
            var ran = Cid.of(Codec.RAW, Bytes.utf8("task"));
            var out = Ipld.map("ok", Ipld.of(5));
            var receipt = new Attestation(ran, out, Ipld.map()).request(key.did());

            var object = explained(Invocation.sign(key, receipt).bytes());

            assertThat(text(object, "kind")).isEqualTo(Ipld.of("receipt"));
            assertThat(text(object, "ran")).isEqualTo(Ipld.of(ran));
            assertThat(text(object, "out")).isEqualTo(out);
        }
    }

    @Test
    void namesALargeFileAsAddingItWould() throws Exception {
        var bytes = new byte[3_000_000];
        Seeds.random(1).nextBytes(bytes);
        Files.write(folder.resolve("large"), bytes);

        var object = shell.run("inspect", "large", "--json").ok().json();

        var written = new UnixFsWriter(block -> {}).file(new ByteArrayInputStream(bytes));
        assertThat(text(object, "cid")).isEqualTo(Ipld.of(written.cid().toString()));
        assertThat(text(object, "bytes")).isEqualTo(Ipld.of(3_000_000));
    }

    @ParameterizedTest
    @CsvSource({"0061736d01000000, core", "0061736d0d000100, component"})
    void tellsAModuleFromAComponent(String hex, String form) throws Exception {
        var object = explained(Bytes.fromHex(hex));

        assertThat(text(object, "kind")).isEqualTo(Ipld.of("module"));
        assertThat(text(object, "form")).isEqualTo(Ipld.of(form));
        assertThat(text(object, "bytes")).isEqualTo(Ipld.of(8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core_add.wasm | core | add_one | func(#1: i32) -> i32",
                "example_add.wasm | described | add-one | func(input: s32) -> s32",
                "example_add_component.wasm | component | add-one | func(input: s32) -> s32",
            })
    void listsWhatAModuleOffers(String file, String form, String name, String type)
            throws Exception {
        var module = Vectors.bytes("homestar/" + file);

        var object = explained(module);

        assertThat(text(object, "form")).isEqualTo(Ipld.of(form));
        assertThat(text(object, "refused")).isEqualTo(Ipld.ofNull());
        assertThat(((Ipld.List) text(object, "exports")).items())
                .contains(Ipld.map("name", Ipld.of(name), "type", Ipld.of(type)));
        assertThat(shell.input(module).run("inspect", "-").ok().out())
                .contains(name + ": " + type)
                .doesNotContain("refused");
    }

    @Test
    void countsTheMemoryThatAModuleBeginsWith() throws Exception {
        var bounded = Bytes.fromHex("0061736d01000000050401010203");
        assertThat(text(explained(bounded), "memory"))
                .isEqualTo(Ipld.map("min", Ipld.of(2), "max", Ipld.of(3)));
        var free = Bytes.fromHex("0061736d010000000503010002");
        assertThat(text(explained(free), "memory"))
                .isEqualTo(Ipld.map("min", Ipld.of(2), "max", Ipld.ofNull()));
        assertThat(text(explained(Vectors.bytes("homestar/core_add.wasm")), "memory"))
                .isEqualTo(Ipld.ofNull());
    }

    @Test
    void namesTheInterfacesThatAModuleAsksFor() throws Exception {
        var module = Vectors.bytes("homestar/example_test.wasm");

        assertThat(((Ipld.List) text(explained(module), "imports")).items())
                .contains(Ipld.of("wasi:logging/logging"));
    }

    @Test
    void refusesWhatTheLimitsOfThisHomeRefuse() throws Exception {
        var module = Vectors.bytes("homestar/core_add.wasm");
        int max = module.size() - 1;

        Files.createDirectories(shell.home());
        Files.writeString(
                shell.home().resolve("ipvm.conf"), "limits.jit.moduleBytesMax = " + max + "\n");

        assertThat(text(explained(module), "refused"))
                .isEqualTo(Ipld.of(Loaded.tooLarge(module.size(), max)));
    }

    @Test
    void saysWhereAModuleIsCutOffAndThatItIsRefused() throws Exception {
        var whole = Vectors.bytes("homestar/core_add.wasm");
        for (int size = 4; size < whole.size(); size++) {
            var object = explained(whole.slice(0, size));
            if (text(object, "refused") instanceof Ipld.Text(var refused)) {
                assertThat(refused).matches("(malformed|invalid): .* at byte [0-9]+");
            }
        }
        var cut = shell.input(whole.slice(0, 40)).run("inspect", "-").ok();
        assertThat(cut.out()).contains("refused  malformed: ");
    }

    @ParameterizedTest
    @CsvSource({"BOOK", "CAR", "MZ header", "Open source", "@home", "{\"a\": 1}", "did", "[1, 2"})
    void showsTextThatIsNothingElseAsTheBlockItIs(String words) throws Exception {
        var object = explained(Bytes.utf8(words));

        assertThat(text(object, "kind")).isEqualTo(Ipld.of("block"));
        assertThat(text(object, "codec")).isEqualTo(Ipld.of("raw"));
        assertThat(text(object, "cid"))
                .isEqualTo(Ipld.of(Cid.of(Codec.RAW, Bytes.utf8(words)).toString()));
    }

    @Test
    void paintsOnATerminalOnlyAndNotWhereColourIsUnwanted() {
        var token = Vectors.bytes("ucan/go-ucan-delegations/TokenAliceBob.dagcbor");

        assertThat(shell.input(token).run("inspect", "-").out()).doesNotContain("\u001b");
        shell.onTerminal();
        assertThat(shell.input(token).run("inspect", "-").out())
                .contains("\u001b[32mvalid\u001b[0m");
        assertThat(shell.input(token).run("inspect", "-", "--json").out()).doesNotContain("\u001b");
        shell.variable("NO_COLOR", "1");
        assertThat(shell.input(token).run("inspect", "-").out()).doesNotContain("\u001b");
    }
}
