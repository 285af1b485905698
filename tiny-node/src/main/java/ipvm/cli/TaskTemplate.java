package ipvm.cli;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a new task begins with in some language: each file's name and text.
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

    static Optional<TaskTemplate> of(String lang, String name) {
        return switch (lang) {
            case "wat" ->
                    made(name, lang, WAT, "wat2wasm NAME.wat -o NAME.wasm", "wat2wasm, of wabt");
            case "c" ->
                    made(
                            name,
                            lang,
                            C,
                            "clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry -o NAME.wasm NAME.c",
                            "clang and lld");
            case "as" -> {
                var line =
                        "[ -d node_modules/assemblyscript ] || npm install\n"
                                + "npx asc NAME.ts -o NAME.wasm -O --runtime stub --use abort=";
                yield made(name, "ts", AS, line, "node and npm")
                        .map(made -> made.with("package.json", PACKAGE));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<TaskTemplate> made(
            String name, String suffix, String source, String build, String needs) {
        var readme = README.replace("NEEDS", needs).replace("LANG", suffix);
        var empty = new TaskTemplate(name, Map.of());
        return Optional.of(
                empty.with(name + "." + suffix, source)
                        .with(BUILD, "#!/bin/sh\nset -e\ncd \"$(dirname \"$0\")\"\n" + build + "\n")
                        .with("README.md", readme));
    }

    private TaskTemplate with(String file, String text) {
        var more = new LinkedHashMap<>(files);
        more.put(file, text.replace("NAME", name));
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
