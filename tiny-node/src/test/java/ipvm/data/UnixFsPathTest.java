package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsPathTest {

    private static final Cid GONE = Cid.of(Codec.RAW, Bytes.utf8("gone"));

    private final MemoryBlocks blocks = new MemoryBlocks();
    private final Cid text = blocks.addRaw("text");

    private final Cid inner =
            directory(
                    "file",
                    text,
                    "up",
                    symlink("../value"),
                    "loop",
                    symlink("loop"),
                    "far",
                    symlink("../../.."),
                    "root",
                    symlink("/etc/passwd"),
                    "self",
                    symlink("."),
                    "gone",
                    GONE);

    private final Cid value =
            blocks.add(
                    Ipld.map(
                            "list",
                                    Ipld.list(
                                            Ipld.of(7), Ipld.of(text), Ipld.list(Ipld.of("deep"))),
                            "link", Ipld.of(blocks.add(Ipld.of(blocks.add(Ipld.of(text))))),
                            "gone", Ipld.of(GONE),
                            "dir", Ipld.of(inner),
                            "null", Ipld.ofNull()));

    private final Cid root =
            directory(
                    "inner",
                    inner,
                    "value",
                    value,
                    "file",
                    text,
                    "inside",
                    symlink("inner/../inner"),
                    "dead",
                    symlink("inner/nothing"));

    private Cid directory(Object... namesAndCids) {
        var links = new ArrayList<PbLink>();
        for (int i = 0; i < namesAndCids.length; i += 2) {
            links.add(PbLink.of((Cid) namesAndCids[i + 1], (String) namesAndCids[i], 0));
        }
        return blocks.add(PbNode.of(links, UnixFsData.directory().encode()));
    }

    private Cid symlink(String target) {
        var data =
                new UnixFsData(
                        UnixFsData.SYMLINK,
                        Optional.of(Bytes.utf8(target)),
                        OptionalLong.empty(),
                        List.of(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        return blocks.add(PbNode.of(List.of(), data.encode()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file",
                "/file/",
                "//inner/./file",
                "inner/../inner/file",
                "value/link",
                "value/list/1",
                "value/dir/file",
                "inner/up/list/1",
                "inner/up/dir/file",
                "inner/self/file",
                "inner/self/self/up/link",
                "inside/file",
                "inside/up/link"
            })
    void leadsToTheSameText(String path) throws Exception {
        assertThat(blocks.read(root, path)).isEqualTo(Bytes.utf8("text"));
    }

    @Test
    void endsInsideAValue() throws Exception {
        assertThat(blocks.reader().resolve(root, "value/list/0"))
                .isEqualTo(new Found.Value(value, Ipld.of(7)));
        assertThat(blocks.reader().resolve(root, "value/list/2/0"))
                .isEqualTo(new Found.Value(value, Ipld.of("deep")));
        assertThat(blocks.reader().resolve(root, "value/null"))
                .isEqualTo(new Found.Value(value, Ipld.ofNull()));
    }

    @Test
    void showsABlockThatIsALinkAsItIsWhereNoPathGoesOn() throws Exception {
        var link = blocks.add(Ipld.of(value));
        assertThat(blocks.reader().resolve(link, ""))
                .isEqualTo(new Found.Value(link, Ipld.of(value)));
        assertThat(blocks.reader().resolve(link, "list/0"))
                .isEqualTo(new Found.Value(value, Ipld.of(7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                | nothing | 'nothing': not in directory ROOT
                    inner/nothing/file     | nothing | 'nothing': not in directory INNER
                    file/below             | below   | 'below': not in file TEXT
                    inner/file/below/more  | below   | 'below': not in file TEXT
                    value/nothing          | nothing | 'nothing': not in map of VALUE
                    value/list/3           | 3       | '3': not in list of VALUE
                    value/list/01          | 01      | '01': not in list of VALUE
                    value/list/-1          | -1      | '-1': not in list of VALUE
                    value/list/9999999999  | 9999999999 | '9999999999': not in list of VALUE
                    value/list/0/x         | x       | 'x': not in int of VALUE
                    value/null/x           | x       | 'x': not in null of VALUE
                    dead/x                 | nothing | 'nothing': not in directory INNER
                    inner/far/x            | far     | 'far': symlink to '../../..', which is not below the root
                    inner/root/x           | root    | 'root': symlink to '/etc/passwd', which is not below the root
                    inner/loop/x           | loop    | 'loop': one more than 40 symlinks
                    """)
    void namesTheSegmentThatFailed(String path, String segment, String why) {
        var message =
                why.replace("ROOT", root.toString())
                        .replace("INNER", inner.toString())
                        .replace("TEXT", text.toString())
                        .replace("VALUE", value.toString());
        assertThatThrownBy(() -> blocks.reader().resolve(root, path))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        e -> {
                            assertThat(e.segment()).contains(segment);
                            assertThat(e.block()).isEmpty();
                        })
                .hasMessageStartingWith("path ")
                .hasMessageEndingWith(": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inner/gone",
                "inner/gone/x",
                "value/gone",
                "value/dir/gone",
                "inner/up/gone"
            })
    void tellsAMissingBlockFromAMissingName(String path) {
        assertThatThrownBy(() -> blocks.reader().resolve(root, path))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        e -> {
                            assertThat(e.segment()).contains("gone");
                            assertThat(e.block()).contains(GONE);
                        })
                .hasMessageEndingWith(": 'gone': block " + GONE + " is not here");
    }

    @Test
    void missesTheRootItself() {
        assertThatThrownBy(() -> blocks.reader().resolve(GONE, "a/b"))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        e -> {
                            assertThat(e.segment()).isEmpty();
                            assertThat(e.block()).contains(GONE);
                        })
                .hasMessage("block " + GONE + " is not here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../file", "inner/../../file", "./.."})
    void refusesAPathAboveItsRoot(String path) {
        assertThatThrownBy(() -> blocks.reader().resolve(root, path))
                .isInstanceOf(MalformedException.class)
                .hasMessage("path below its root: found '" + path + "'");
    }

    @Test
    void givesASymlinkAtTheEndAsItIs() throws Exception {
        assertThat(blocks.reader().resolve(root, "inner/up"))
                .isInstanceOfSatisfying(
                        Found.Symlink.class,
                        link -> assertThat(link.target()).isEqualTo("../value"));
        var lone = symlink("x");
        assertThat(blocks.reader().resolve(lone, "")).isInstanceOf(Found.Symlink.class);
        assertThatThrownBy(() -> blocks.reader().resolve(lone, "x/y"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("path x/y: 'x': symlink to 'x', which is not below the root");
    }

    @Test
    void followsFortySymlinksAndNoMore() throws Exception {
        var names = new ArrayList<Object>(List.of("l0", inner));
        for (int i = 1; i <= 41; i++) {
            names.addAll(List.of("l" + i, symlink("l" + (i - 1))));
        }
        var chain = directory(names.toArray());
        assertThat(blocks.read(chain, "l40/file")).isEqualTo(Bytes.utf8("text"));
        assertThatThrownBy(() -> blocks.reader().resolve(chain, "l41/file"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageEndingWith("one more than 40 symlinks");
    }

    @Test
    void refusesASymlinkThatIsMoreOrLessThanText() {
        var data = Bytes.of(8, 4, 0x12, 1, 'x');
        var more = blocks.add(PbNode.of(List.of(PbLink.of(text, "a", 0)), data));
        assertThatThrownBy(() -> blocks.reader().open(more))
                .hasMessage(more + ": symlink without links: found 1 of them");
        var less = blocks.add(PbNode.of(List.of(), Bytes.of(8, 4, 0x12, 1, 0xff)));
        assertThatThrownBy(() -> blocks.reader().open(less))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void placesABrokenBlockOnThePath() {
        var broken = new Block(Cid.of(Codec.DAG_CBOR, Bytes.of(0xff)), Bytes.of(0xff));
        blocks.put(broken);
        var top = directory("a", broken.cid());
        assertThatThrownBy(() -> blocks.reader().resolve(top, "a/b"))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("path a: " + broken.cid() + ": DAG-CBOR ")
                .hasMessageEndingWith("at byte 0");
    }

    @Test
    void refusesACodecThatItCannotRead() {
        var block = Block.of(Codec.LIBP2P_KEY, Bytes.EMPTY);
        blocks.put(block);
        assertThatThrownBy(() -> blocks.reader().open(block.cid()))
                .hasMessage(
                        block.cid()
                                + ": codec (one of raw, dag-pb, dag-cbor, dag-json): found libp2p-key");
    }

    @Test
    void endsOnAChainOfLinks() {
        var cid = text;
        for (int i = 0; i < 128; i++) {
            cid = blocks.add(Ipld.of(cid));
        }
        var chain = cid;
        assertThatThrownBy(() -> blocks.reader().resolve(directory("a", chain), "a"))
                .isInstanceOf(MalformedException.class)
                .hasMessage("path a: link behind at most 128 links: found one more");
    }

    @Test
    void takesTheFirstOfTwoLikeNames() throws Exception {
        var twice = directory("a", text, "a", inner);
        assertThat(blocks.read(twice, "a")).isEqualTo(Bytes.utf8("text"));
        assertThat(blocks.reader().list((Found.Directory) blocks.reader().open(twice)))
                .containsExactly(new UnixFsReader.Entry("a", text));
    }

    @Test
    void walksNamedLinksFromBeforeUnixFs() throws Exception {
        var named = List.of(new PbLink(text, Optional.of("a"), OptionalLong.empty()));
        for (var data :
                List.of(
                        Optional.<Bytes>empty(),
                        Optional.of(Bytes.EMPTY),
                        Optional.of(Bytes.utf8("some data")))) {
            var old = blocks.add(new PbNode(named, data));
            assertThat(blocks.read(old, "a")).isEqualTo(Bytes.utf8("text"));
        }
    }

    @Test
    void takesANamelessNodeAsAValue() throws Exception {
        var nameless =
                blocks.add(
                        new PbNode(
                                List.of(new PbLink(text, Optional.empty(), OptionalLong.empty())),
                                Optional.empty()));
        assertThat(blocks.reader().open(nameless))
                .isEqualTo(
                        new Found.Value(
                                nameless,
                                Ipld.map("Links", Ipld.list(Ipld.map("Hash", Ipld.of(text))))));
        assertThat(blocks.read(nameless, "Links/0/Hash")).isEqualTo(Bytes.utf8("text"));
    }

    @Test
    void readsANameThatHoldsItsContent() throws Exception {
        var inline = Cid.of(Codec.RAW, HashFunction.IDENTITY, Bytes.utf8("inline"));
        assertThat(blocks.read(inline, "")).isEqualTo(Bytes.utf8("inline"));
        assertThat(blocks.asked).isEmpty();
        assertThat(
                        blocks.reader()
                                .list(
                                        (Found.Directory)
                                                blocks.reader()
                                                        .open(Vectors.cid("bafyaabakaieac"))))
                .isEmpty();
    }

    @Test
    void listsADirectoryInItsOrder() throws Exception {
        var listed = blocks.reader().list((Found.Directory) blocks.reader().open(root));
        assertThat(listed)
                .extracting(UnixFsReader.Entry::name)
                .containsExactly("inner", "value", "file", "inside", "dead");
    }
}
