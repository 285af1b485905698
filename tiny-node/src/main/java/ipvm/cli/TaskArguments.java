package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.wasm.Compiled;
import ipvm.wasm.Ended;
import ipvm.wasm.Export;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The words of a line as arguments of a function, each read by the type that is declared for it.
record TaskArguments(World world) {

    private static final String JSON = "json:";
    private static final String FILE = "@";

    /// More than the memory of any run.
    private static final int FILE_BYTES_MAX = 64 << 20;

    /// Reads the words and sees to it that the call can begin with them.
    List<Ipld> read(Compiled module, String func, List<String> words) throws Stop, IOException {
        var args = new ArrayList<Ipld>();
        var export = module.find(func);
        if (export.isPresent()) {
            requireCount(export.get(), words.size());
            for (int i = 0; i < words.size(); i++) {
                args.add(value(words.get(i), export.get().params().get(i)));
            }
        }
        var unfit = module.unfit(func, args);
        if (unfit.isPresent()) {
            throw stop(unfit.get());
        }
        return args;
    }

    private static Stop stop(Ended.Failed unfit) {
        return Stop.usage(unfit.name() + ": " + unfit.message());
    }

    private static void requireCount(Export export, int given) throws Stop {
        int wanted = export.params().size();
        if (given != wanted) {
            throw bad(
                    "%d of %d arguments given: %s: %s"
                            .formatted(given, wanted, export.name(), export.type()));
        }
    }

    private static Stop bad(String what) {
        return Stop.usage("BadArgument: " + what);
    }

    private Ipld value(String word, Export.Parameter param) throws Stop, IOException {
        if (word.startsWith(JSON)) {
            return json(word.substring(JSON.length()), param);
        }
        if (word.startsWith(FILE)) {
            return Ipld.of(bytes(Input.of(word.substring(FILE.length()), world)));
        }
        if (!word.equals(Input.STANDARD)) {
            return param.isText() ? Ipld.of(word) : json(word, param);
        }
        var bytes = bytes(Input.of(word, world));
        if (param.isBytes()) {
            return Ipld.of(bytes);
        }
        var text = text(bytes, param);
        return param.isText() ? Ipld.of(text) : json(text, param);
    }

    private static Bytes bytes(Input input) throws Stop, IOException {
        try (var in = input.open()) {
            var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw Stop.usage(input.name() + ": longer than " + FILE_BYTES_MAX + " bytes");
            }
            return Bytes.wrap(bytes);
        }
    }

    private static String text(Bytes bytes, Export.Parameter param) throws Stop {
        try {
            var utf8 = StandardCharsets.UTF_8.newDecoder();
            return utf8.decode(ByteBuffer.wrap(bytes.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw bad(param + " cannot be standard input, which is no UTF-8");
        }
    }

    private static Ipld json(String text, Export.Parameter param) throws Stop {
        try {
            return DagJson.read(text);
        } catch (MalformedException e) {
            throw bad(param + " is given as DAG-JSON, and this is none: " + e.getMessage());
        }
    }
}
