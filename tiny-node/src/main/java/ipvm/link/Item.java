package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;

/// A value that somebody sent, read as what it has to be.
///
/// @param what it is called where it is something else
record Item(String what, Ipld value) {

    long number(long max) throws MalformedException {
        if (value instanceof Ipld.Int i && !i.negative() && i.fitsLong() && i.asLong() <= max) {
            return i.asLong();
        }
        var found = value instanceof Ipld.Int i ? i.toString() : value.kind();
        throw new MalformedException(what + " (0 to " + max + ")", found);
    }

    Bytes bytes() throws MalformedException {
        if (value instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw new MalformedException(what + " as bytes", value.kind());
    }

    String text(int charsMax) throws MalformedException {
        if (value instanceof Ipld.Text(var text) && text.length() <= charsMax) {
            return text;
        }
        throw new MalformedException(
                what + " of at most " + charsMax + " characters", value.kind());
    }
}
