package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.Varint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes messages.
final class MessageForm {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Bytes write(Message message) {
        try {
            body(message);
            return Bytes.wrap(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void body(Message message) throws IOException {
        switch (message) {
            case Message.Hello hello -> hello(hello);
            case Message.Data(var transfer, var at, var head, var piece) -> {
                start(Message.DATA, transfer);
                varint(at);
                if (head.isPresent()) {
                    head(head.get());
                }
                piece.writeTo(out);
            }
            case Message.Ack(var transfer, var upTo, var beyond) -> {
                start(Message.ACK, transfer);
                varint(upTo);
                int end = upTo;
                for (var stretch : beyond) {
                    varint(stretch.from() - end);
                    varint(stretch.to() - stretch.from());
                    end = stretch.to();
                }
            }
            case Message.Safe(var transfer, var digest) -> {
                start(Message.SAFE, transfer);
                digest.writeTo(out);
            }
            case Message.Busy(var transfer, var seconds) -> {
                start(Message.BUSY, transfer);
                varint(seconds);
            }
            case Message.Want(var block) -> {
                out.writeByte(Message.WANT);
                block.encode().writeTo(out);
            }
            case Message.Have(var block, var size) -> {
                out.writeByte(Message.HAVE);
                block.encode().writeTo(out);
                varint(size);
            }
            case Message.Ping(var number) -> {
                out.writeByte(Message.PING);
                out.writeInt((int) number);
            }
            case Message.Refuse(var code, var text) -> {
                out.writeByte(Message.REFUSE);
                out.writeByte(code);
                Bytes.utf8(text).writeTo(out);
            }
        }
    }

    private void start(int kind, int transfer) throws IOException {
        out.writeByte(kind);
        out.writeShort(transfer);
    }

    private void hello(Message.Hello hello) throws IOException {
        out.writeByte(Message.HELLO);
        hello.from().bytes().writeTo(out);
        out.writeShort(hello.sequence());
        out.writeByte(hello.nextSeconds());
        var load = hello.load();
        out.writeByte(load.fuelRate());
        out.writeByte(load.queueSeconds());
        out.writeByte(load.energy());
        out.writeByte(load.outbox());
        out.writeByte(hello.heard().size());
        for (var heard : hello.heard()) {
            out.writeShort(heard.brief());
            out.writeShort(heard.got());
        }
        out.writeByte(hello.roles().size());
        for (var role : hello.roles()) {
            role.who().bytes().writeTo(out);
            out.writeInt((int) role.sequence());
            out.writeByte(role.role());
            out.writeShort(role.metric());
        }
    }

    private void head(Message.Head head) throws IOException {
        head.digest().writeTo(out);
        varint(head.size());
        out.writeByte(head.kind());
        head.to().writeTo(out);
        head.from().bytes().writeTo(out);
        out.writeInt((int) head.sequence());
        out.writeShort(head.metric());
        varint(head.ageSeconds());
        varint(head.lifeSeconds());
        out.writeByte(head.copies());
        out.writeByte(head.hops());
    }

    private void varint(long value) throws IOException {
        Varint.of(value).writeTo(out);
    }
}
