package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;

/// Names explained: what a CID or a DID says by itself.
final class Names {

    /// Shorter texts are the names of files.
    private static final int CID_CHARS_MIN = 20;

    /// The empty content, by whose name gateways are tried.
    private static final String PROBE = "bafkqaaa";

    private Names() {}

    static boolean looksLikeCid(String word) {
        return (word.length() >= CID_CHARS_MIN || word.equals(PROBE))
                && word.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '.' && c != '/');
    }

    static Answer cid(Cid cid) throws MalformedException {
        var hash = cid.hash();
        var object =
                Ipld.map(
                        "kind", Ipld.of("cid"),
                        "cid", Ipld.of(cid.toString()),
                        "version", Ipld.of(cid.version()),
                        "codec", Ipld.of(Codec.describe(cid.codec())),
                        "hash", Ipld.of(hashName(cid)),
                        "digest", Ipld.of(hash.digest().hex()));
        var table = new Table();
        table.row("  version", Integer.toString(cid.version()));
        table.row("  codec", Codec.describe(cid.codec()));
        table.row("  hash", hashName(cid));
        table.row("  digest", hash.digest().hex());
        if (cid.version() == 0) {
            table.row("  version 1", cid.toV1().toString());
        } else {
            table.row("  base36", cid.text(Multibase.BASE36));
        }
        return answer("CID " + cid, object, table);
    }

    private static String hashName(Cid cid) {
        try {
            return cid.hash().function().label();
        } catch (MalformedException e) {
            return e.found();
        }
    }

    /// Reads a DID from a person; a `did:key` must name a key, or nobody could ever answer to it.
    static Did whom(String text) throws MalformedException {
        var did = Did.parse(text);
        if (text.startsWith("did:key:")) {
            did.key();
        }
        return did;
    }

    static Answer did(Did did) throws MalformedException {
        if (!did.text().startsWith("did:key:")) {
            var object = Ipld.map("kind", Ipld.of("did"), "did", Ipld.of(did.text()));
            var table = new Table().row("  key", "not said by the name: it has to be looked up");
            return answer("DID " + did, object, table);
        }
        var key = did.key();
        var object =
                Ipld.map(
                        "kind", Ipld.of("did"),
                        "did", Ipld.of(did.text()),
                        "key", Ipld.of(key.kind().label()),
                        "public", Ipld.of(key.raw().hex()));
        var table = new Table();
        table.row("  key", key.kind().label());
        table.row("  public", key.raw().hex());
        return answer("DID " + did, object, table);
    }

    static Answer answer(String head, Ipld.Map object, Table table) {
        var lines = new ArrayList<>(List.of(head));
        lines.addAll(table.lines());
        return new Answer(object, lines);
    }
}
