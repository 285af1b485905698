package ipvm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import ipvm.data.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A foreign implementation of what we implement: a program of `src/test/npm` in a process of its
/// own, for as long as the tests of one class run.
///
/// One line of JSON asks and one answers, through pipes: no port, and nothing stays behind when
/// this side goes away. The packages lie where `scripts/test` put them; without them, or without
/// node, the tests are skipped, and say so.
public final class Peer implements BeforeAllCallback, AfterAllCallback {

    private static final Path MODULE =
            Path.of(System.getProperty("ipvm.root", ".."), "tiny-node").toAbsolutePath();
    private static final Path PROGRAMS = MODULE.resolve("src/test/npm");
    private static final Path HOME = MODULE.resolve("target/npm");
    private static final int INPUTS_NORMAL = 20_000;
    private static final long SECONDS_TO_END = 10;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String program;
    private final Path errors;
    private @Nullable Process process;
    private Writer questions = Writer.nullWriter();
    private BufferedReader answers = new BufferedReader(Reader.nullReader());

    /// What the other side says: a value, or why it refuses.
    public record Answer(Optional<JsonNode> value, String refusal) {}

    /// A program by its name without `.js`.
    public Peer(String program) {
        this.program = program;
        this.errors = HOME.resolve(program + ".log");
    }

    /// How many cases to try: a sample in the normal run, all of them under `-Pfuzz`.
    public static int count(int sample, int all) {
        return Integer.getInteger("ipvm.fuzz.inputs", INPUTS_NORMAL) > INPUTS_NORMAL ? all : sample;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (!Files.exists(HOME.resolve("installed.json"))) {
            skip("no packages in " + HOME + ", where scripts/test puts them");
        }
        copyPrograms();
        try {
            process =
                    new ProcessBuilder("node", program + ".js")
                            .directory(HOME.toFile())
                            .redirectError(errors.toFile())
                            .start();
            questions = process.outputWriter(UTF_8);
            answers = process.inputReader(UTF_8);
        } catch (IOException e) {
            skip("node does not start: " + e.getMessage());
        }
    }

    private static void skip(String why) {
        System.err.println("NO FOREIGN PEERS, TESTS SKIPPED: " + why);
        Assumptions.abort(why);
    }

    /// JavaScript looks for packages beside the program, so the programs go to the packages.
    private static void copyPrograms() throws IOException {
        try (var programs = Files.list(PROGRAMS)) {
            for (var path : programs.filter(path -> path.toString().endsWith(".js")).toList()) {
                var copy = HOME.resolve(path.getFileName());
                Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// Ends the program by closing its input, and by its id where that does not help.
    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        questions.close();
        if (process != null && !process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        answers.close();
    }

    /// Asks for one operation; a failure of the program itself is an error of the test.
    public Answer ask(String operation, Object... namesAndValues) throws IOException {
        var question = JSON.createObjectNode().put("op", operation);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            question.set((String) namesAndValues[i], json(namesAndValues[i + 1]));
        }
        questions.write(JSON.writeValueAsString(question) + "\n");
        questions.flush();
        var line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer ended: " + Files.readString(errors));
        }
        return answer(JSON.readTree(line));
    }

    /// Asks for what the other side must not refuse.
    public JsonNode get(String operation, Object... namesAndValues) throws IOException {
        var answer = ask(operation, namesAndValues);
        return answer.value().orElseThrow(() -> new AssertionError("refused: " + answer.refusal()));
    }

    private static JsonNode json(Object value) {
        return JSON.valueToTree(value instanceof Bytes bytes ? bytes.toArray() : value);
    }

    private static Answer answer(JsonNode answer) throws IOException {
        if (answer.has("broken")) {
            throw new IOException("the peer's program: " + answer.get("broken").textValue());
        }
        return answer.has("refused")
                ? new Answer(Optional.empty(), answer.get("refused").asText())
                : new Answer(Optional.of(answer.get("ok")), "");
    }

    /// Bytes as they travel.
    public static Bytes bytes(JsonNode base64) {
        return Bytes.wrap(Base64.getDecoder().decode(base64.textValue()));
    }
}
