package ipvm.data;

/// A content under its name; whoever makes one from outside says by which way the name was checked.
public record Block(Cid cid, Bytes data) {

    /// Names a content by sha2-256.
    public static Block of(long codec, Bytes data) {
        return new Block(Cid.of(codec, data), data);
    }

    /// Takes a content from outside under a name, if the name is its own.
    public static Block verified(Cid cid, Bytes data) throws MalformedException {
        if (!cid.names(data)) {
            throw new MalformedException("content of " + cid, "bytes with another hash");
        }
        return new Block(cid, data);
    }
}
