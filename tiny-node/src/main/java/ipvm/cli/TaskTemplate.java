package ipvm.cli;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a new task or rule begins with in some language: each file's name and text.
record TaskTemplate(String name, Map<String, String> files) {

    private static final String BUILD = "build";

    private static final String WAT =
            """
            ;; Whatever a module exports can be called: ipvm run NAME.wasm add 2 3
            (module
              (func (export "add") (param $a i32) (param $b i32) (result i32)
                local.get $a
                local.get $b
                i32.add))
            """;

    private static final String C =
            """
            /* Whatever a module exports can be called: ipvm run NAME.wasm add 2 3 */
            __attribute__((export_name("add")))
            int add(int a, int b) {
              return a + b;
            }
            """;

    private static final String AS =
            """
            // Whatever a module exports can be called: ipvm run NAME.wasm add 2 3
            export function add(a: i32, b: i32): i32 {
              return a + b;
            }
            """;

    private static final String PACKAGE =
            """
            {
              "name": "NAME",
              "private": true,
              "devDependencies": {
                "assemblyscript": "^0.28.0"
              }
            }
            """;

    private static final String README =
            """
            # NAME

            A task: a WebAssembly module that runs metered and the same everywhere.

                ./build                        # needs NEEDS
                ipvm inspect NAME.wasm         # what it exports
                ipvm run NAME.wasm add 2 3     # 5, and what it cost

            The source is NAME.LANG. A task sees its arguments only: no files, no network, no clock.
            """;

    /// A module with one function.
    static Optional<TaskTemplate> task(String lang, String name) {
        return of(lang, name, new Sources(WAT, C, AS, README));
    }

    /// The same in each language, and what explains it.
    record Sources(String wat, String c, String as, String readme) {}

    static Optional<TaskTemplate> of(String lang, String name, Sources sources) {
        var made = new TaskTemplate(name, Map.of());
        var readme = sources.readme();
        return switch (lang) {
            case "wat" ->
                    Optional.of(
                            made.with("NAME.wat", sources.wat)
                                    .built("wat2wasm NAME.wat -o NAME.wasm")
                                    .explained(readme, "wat2wasm, of wabt", lang));
            case "c" ->
                    Optional.of(
                            made.with("NAME.c", sources.c)
                                    .built(
                                            "clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry"
                                                    + " -o NAME.wasm NAME.c")
                                    .explained(readme, "clang and lld", lang));
            case "as" ->
                    Optional.of(
                            made.with("NAME.ts", sources.as)
                                    .built(
                                            "[ -d node_modules/assemblyscript ] || npm install\n"
                                                    + "npx asc NAME.ts -o NAME.wasm -O"
                                                    + " --runtime stub --use abort=")
                                    .explained(readme, "node and npm", "ts")
                                    .with("package.json", PACKAGE));
            default -> Optional.empty();
        };
    }

    private TaskTemplate built(String line) {
        return with(BUILD, "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\n" + line + "\n");
    }

    private TaskTemplate explained(String readme, String needs, String suffix) {
        return with("README.md", readme.replace("NEEDS", needs).replace("LANG", suffix));
    }

    TaskTemplate with(String file, String text) {
        var more = new LinkedHashMap<>(files);
        more.put(file.replace("NAME", name), text.replace("NAME", name));
        return new TaskTemplate(name, more);
    }

    String list() {
        return String.join(", ", files.keySet());
    }

    Ipld.Map object() {
        var names = files.keySet().stream().map(Ipld::of).toArray(Ipld[]::new);
        return Ipld.map("name", Ipld.of(name), "files", Ipld.list(names));
    }

    void write(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        var build = folder.resolve(BUILD);
        var mode = Files.getPosixFilePermissions(build);
        mode.add(PosixFilePermission.OWNER_EXECUTE);
        mode.add(PosixFilePermission.GROUP_EXECUTE);
        mode.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(build, mode);
    }

    /// Takes away what was begun, if it is still there.
    void remove(Path folder) throws IOException {
        for (var file : files.keySet()) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
    }
}
