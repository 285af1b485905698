package ipvm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Workflow files of IPVM's form for tests.
final class Documents {

    static final String MODULE = "bafybeia32q3oy6u47x624rmsmgrrlpn7ulruissmz5z2ap6alv7goe7h3q";
    static final String DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    private Documents() {}

    /// A file of these fields beside the version.
    static String file(String fields) {
        return "{\"v\": \"0.1.0\",\n" + fields + "}";
    }

    static String tasks(String tasks) {
        return file("\"tasks\": {\n" + tasks + "\n}");
    }

    /// A task that calls a function with these params, and more fields after them.
    static String wasm(String label, String params, String more) {
        return "\"%s\": {\"cmd\": \"/wasm/run\", \"args\": {\"mod\": \"ipfs://%s\", \"fun\": \"f\","
                        .formatted(label, MODULE)
                + " \"params\": ["
                + params
                + "]}"
                + (more.isEmpty() ? "" : ", " + more)
                + "}";
    }

    static String wasm(String label, String params) {
        return wasm(label, params, "");
    }

    /// The shortest task there is.
    static String call(String label, String params) {
        return "\"%s\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"data:,\",\"fun\":\"f\",\"params\":[%s]}}"
                .formatted(label, params);
    }

    static String await(String label) {
        return "{\"await/ok\": \"" + label + "\"}";
    }

    static String post(String label, String body) {
        return "\"%s\": {\"cmd\": \"/http/post\", \"args\": {\"url\": \"https://a.example\", \"body\": %s}}"
                .formatted(label, body);
    }

    /// As many tasks, each as its number says.
    static String many(int count, Function<Integer, String> task) {
        return tasks(
                IntStream.range(0, count).boxed().map(task).collect(Collectors.joining(",\n")));
    }

    static Workflow read(String text) throws MalformedException {
        return Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
    }

    static MalformedException refusal(String text) {
        var fault = catchThrowableOfType(MalformedException.class, () -> read(text));
        assertThat(fault).as("a refusal of " + text).isNotNull();
        assertThat(fault.line()).as(fault.getMessage()).isPositive();
        return fault;
    }

    /// How a fault says that it is at the first of some characters of a file.
    static String place(String text, String at) {
        int offset = text.indexOf(at);
        assertThat(offset).as(at).isNotNegative();
        long line = 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return " at line " + line + ", column " + (offset - text.lastIndexOf('\n', offset));
    }
}
