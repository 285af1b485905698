package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.DagPb;
import ipvm.data.Found;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;

/// Bytes that are one block: which codec reads them, and what they hold.
final class Blocks {

    private Blocks() {}

    static Answer cbor(Bytes bytes) {
        try {
            return read(bytes, Codec.DAG_CBOR, DagCbor.decode(bytes));
        } catch (MalformedException e) {
            return raw(bytes, "not DAG-CBOR: " + e.getMessage());
        }
    }

    static Answer other(Bytes bytes) {
        return switch (bytes.at(0)) {
            case '{', '[' -> json(bytes);
            case 0x0a, 0x12 -> pb(bytes);
            default -> raw(bytes, "");
        };
    }

    private static Answer json(Bytes bytes) {
        try {
            return read(bytes, Codec.DAG_JSON, DagJson.decode(bytes));
        } catch (MalformedException e) {
            return raw(bytes, "not canonical DAG-JSON: " + e.getMessage());
        }
    }

    private static Answer pb(Bytes bytes) {
        try {
            return unixFs(bytes, DagPb.decode(bytes));
        } catch (MalformedException e) {
            return raw(bytes, "");
        }
    }

    /// Most of dag-pb is UnixFS; what only looks like it is shown as the node that it is.
    private static Answer unixFs(Bytes bytes, Ipld value) {
        var cid = Cid.of(Codec.DAG_PB, bytes);
        try {
            return switch (Found.of(cid, bytes, Limits.DEFAULT)) {
                case Found.File file -> FileNodes.file(file);
                case Found.Directory directory -> FileNodes.directory(directory);
                case Found.Symlink symlink -> FileNodes.symlink(symlink);
                case Found.Value plain -> read(bytes, Codec.DAG_PB, plain.value());
            };
        } catch (MalformedException e) {
            return read(bytes, Codec.DAG_PB, value);
        }
    }

    private static Answer read(Bytes bytes, long codec, Ipld value) {
        var object = object(bytes, codec).with("value", value);
        return Names.answer(
                title(bytes, codec), object, table(bytes).row("  value", PolicyText.value(value)));
    }

    static Answer raw(Bytes bytes, String why) {
        var object = object(bytes, Codec.RAW);
        var table = table(bytes);
        if (!why.isEmpty()) {
            object = object.with("note", Ipld.of(why));
            table.row("  note", Shown.safe(why));
        }
        return Names.answer(title(bytes, Codec.RAW), object, table);
    }

    private static Ipld.Map object(Bytes bytes, long codec) {
        return Ipld.map(
                "kind", Ipld.of("block"),
                "cid", Ipld.of(Cid.of(codec, bytes).toString()),
                "codec", Ipld.of(Codec.describe(codec)),
                "bytes", Ipld.of(bytes.size()));
    }

    private static Table table(Bytes bytes) {
        return new Table().row("  bytes", Integer.toString(bytes.size()));
    }

    private static String title(Bytes bytes, long codec) {
        return Codec.describe(codec) + " block " + Cid.of(codec, bytes);
    }
}
