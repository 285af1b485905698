package ipvm.cli;

import ipvm.key.Did;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Whom this home knows by a name, so that a person reads `owner` where a program reads a DID.
record People(Map<Did, String> names) {

    private static final int TAIL_CHARS = 6;

    People {
        names = Map.copyOf(names);
    }

    static People of(Home home, World world) throws Stop, IOException {
        var names = new HashMap<Did, String>();
        var keys = new Keyring(home, world);
        new Owner(home, world).find().ifPresent(owner -> names.put(owner, "the owner"));
        for (var name : keys.names()) {
            names.putIfAbsent(keys.did(name), name.equals(Home.DEVICE) ? "this device" : name);
        }
        return new People(names);
    }

    /// A name with the end of the DID, or the whole DID of a stranger.
    String text(Did did) {
        var name = names.get(did);
        var text = did.text();
        return name == null
                ? text
                : name + " (.." + text.substring(Math.max(0, text.length() - TAIL_CHARS)) + ")";
    }
}
