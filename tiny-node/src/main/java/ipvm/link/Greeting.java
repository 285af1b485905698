package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PublicKey;
import ipvm.key.Signer;
import java.util.ArrayList;
import java.util.List;

/// Who is here, by which links, until when: signed, so that it may lie on any broker.
///
/// @param key what this node agrees on secrets with, until it is started again
/// @param expSeconds after which nobody is to believe it
/// @param links the names of its links
/// @param maxBytes what a frame to it may hold
public record Greeting(
        Did did, PublicKey key, long expSeconds, List<String> links, int maxBytes, Bytes sig) {

    private static final String PURPOSE = "ipvm/hello@1";
    private static final int LINKS_MAX = 16;
    private static final int LINK_CHARS_MAX = 64;

    public Greeting {
        links = List.copyOf(links);
    }

    static Greeting sign(Signer signer, PublicKey key, long expSeconds, List<String> links) {
        int max = Limits.DEFAULT.frameBytesMax();
        var open = new Greeting(signer.did(), key, expSeconds, links, max, Bytes.EMPTY);
        return new Greeting(open.did, key, expSeconds, links, max, signer.sign(open.message()));
    }

    /// Whether it was signed by whom it names, and still holds.
    boolean holds(long nowSeconds) {
        try {
            return nowSeconds <= expSeconds && did.key().verify(message(), sig);
        } catch (MalformedException e) {
            return false; // a name without a key signs nothing
        }
    }

    private Bytes message() {
        return DagCbor.encode(Ipld.list(Ipld.of(PURPOSE), open()));
    }

    private Ipld.Map open() {
        return Ipld.map(
                "did", Ipld.of(did.text()),
                "exp", Ipld.of(expSeconds),
                "key", Ipld.of(key.raw()),
                "max", Ipld.of(maxBytes),
                "links", new Ipld.List(links.stream().map(Ipld::of).toList()));
    }

    Ipld signed() {
        return open().with("sig", Ipld.of(sig));
    }

    static Greeting of(Ipld source) throws MalformedException {
        if (!(source instanceof Ipld.Map map) || map.entries().size() != 6) {
            throw new MalformedException("greeting of six fields", source.kind());
        }
        return new Greeting(
                Did.parse(field(map, "did").text(Integer.MAX_VALUE)),
                PublicKey.of(KeyKind.X25519, field(map, "key").bytes()),
                field(map, "exp").number(Long.MAX_VALUE),
                links(map),
                (int) field(map, "max").number(Integer.MAX_VALUE),
                field(map, "sig").bytes());
    }

    private static List<String> links(Ipld.Map map) throws MalformedException {
        if (!(field(map, "links").value() instanceof Ipld.List(var items))
                || items.size() > LINKS_MAX) {
            throw new MalformedException("at most " + LINKS_MAX + " links", "something else");
        }
        var links = new ArrayList<String>();
        for (var item : items) {
            links.add(new Item("name of a link", item).text(LINK_CHARS_MAX));
        }
        return links;
    }

    private static Item field(Ipld.Map map, String key) throws MalformedException {
        var value =
                map.find(key)
                        .orElseThrow(() ->
                                new MalformedException("'" + key + "' of a greeting", "none"));
        return new Item("'" + key + "'", value);
    }
}
