package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.KeyFile;
import ipvm.key.PrivateKey;
import ipvm.key.Succession;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;

/// What a backup holds under its passphrase: the owner's key, and what the device was and knew.
///
/// @param device whose place another board may take
/// @param owner the text of the owner's key file
record Backup(Did device, Bytes owner, List<Token> tokens, List<Succession.Signed> successions) {

    static final int BYTES_MAX = 64 << 20;

    private static final String TAG = "ipvm/backup@1";

    Backup {
        tokens = List.copyOf(tokens);
        successions = List.copyOf(successions);
    }

    Bytes encode() {
        var body =
                Ipld.map(
                        "device", Ipld.of(device.text()),
                        "owner", Ipld.of(owner),
                        "tokens", list(tokens.stream().map(Token::bytes).toList()),
                        "successions",
                                list(successions.stream().map(Succession.Signed::encode).toList()));
        return DagCbor.encode(Ipld.map(TAG, body));
    }

    private static Ipld list(List<Bytes> all) {
        return Ipld.list(all.stream().map(Ipld::of).toArray(Ipld[]::new));
    }

    static Backup decode(Bytes bytes) throws MalformedException {
        if (!(DagCbor.decode(bytes, Limits.DEFAULT.withBlockBytesMax(BYTES_MAX))
                        instanceof Ipld.Map map
                && map.find(TAG).orElse(Ipld.ofNull()) instanceof Ipld.Map body
                && body.find("device").orElse(Ipld.ofNull()) instanceof Ipld.Text(var device)
                && body.find("owner").orElse(Ipld.ofNull()) instanceof Ipld.Binary(var owner))) {
            throw new MalformedException("backup (" + TAG + ")", "another value");
        }
        var tokens = new ArrayList<Token>();
        for (var token : items(body, "tokens")) {
            tokens.add(Token.decode(token));
        }
        var successions = new ArrayList<Succession.Signed>();
        for (var succession : items(body, "successions")) {
            successions.add(Succession.decode(succession));
        }
        return new Backup(Did.parse(device), owner, tokens, successions);
    }

    private static List<Bytes> items(Ipld.Map body, String name) throws MalformedException {
        if (!(body.find(name).orElse(Ipld.ofNull()) instanceof Ipld.List(var items))) {
            throw new MalformedException("backup." + name, "no list");
        }
        var all = new ArrayList<Bytes>();
        for (var item : items) {
            if (!(item instanceof Ipld.Binary(var bytes))) {
                throw new MalformedException("backup." + name, item.kind() + " in it");
            }
            all.add(bytes);
        }
        return all;
    }

    PrivateKey ownerKey() throws MalformedException {
        return KeyFile.decode(owner);
    }
}
