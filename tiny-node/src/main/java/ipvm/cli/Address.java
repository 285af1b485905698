package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.MalformedException;

/// `CID`, `CID/path` or `ipfs://CID/path`.
///
/// @param path empty for the root itself
record Address(Cid root, String path) {

    private static final String IPFS = "ipfs://";

    static Address of(String word) throws MalformedException {
        var text = word.startsWith(IPFS) ? word.substring(IPFS.length()) : word;
        int slash = text.indexOf('/');
        return slash < 0
                ? new Address(Cid.parse(text), "")
                : new Address(Cid.parse(text.substring(0, slash)), text.substring(slash + 1));
    }
}
