package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.PublicKey;
import ipvm.key.Signer;

/// Whose key a handshake has shown: the name, and its signature over the key.
record Identity(Did did, Bytes sig) {

    private static final String PURPOSE = "ipvm/link@1";

    static Bytes show(Signer signer, PublicKey key) {
        var sig = signer.sign(message(key));
        return DagCbor.encode(Ipld.map("did", Ipld.of(signer.did().text()), "sig", Ipld.of(sig)));
    }

    /// The name, where whoever has it signed for this key.
    static Did of(Bytes payload, PublicKey key) throws MalformedException {
        if (!(DagCbor.decode(payload) instanceof Ipld.Map map)
                || map.entries().size() != 2
                || !(map.find("did").orElse(Ipld.ofNull()) instanceof Ipld.Text(var name))
                || !(map.find("sig").orElse(Ipld.ofNull()) instanceof Ipld.Binary(var sig))) {
            throw new MalformedException("identity {did, sig}", "something else");
        }
        var did = Did.parse(name);
        if (!did.key().verify(message(key), sig)) {
            throw new MalformedException("key that " + did + " signed for", "another one");
        }
        return did;
    }

    private static Bytes message(PublicKey key) {
        return DagCbor.encode(Ipld.list(Ipld.of(PURPOSE), Ipld.of(key.raw())));
    }
}
