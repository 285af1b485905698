package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.wasm.Compiled;
import ipvm.wasm.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Wasm modules and components explained: what they ask for and offer, or why none would run.
final class ModuleView {

    private static final int LAYER_OFFSET = 6;

    private ModuleView() {}

    static Answer of(Bytes head, Loaded loaded) {
        var form = loaded.module().map(ModuleView::form).orElseGet(() -> begun(head));
        var object =
                Ipld.map(
                        "kind", Ipld.of("module"),
                        "form", Ipld.of(form),
                        "bytes", Ipld.of(loaded.bytes()),
                        "imports", imports(loaded.module()),
                        "exports", exports(loaded.module()),
                        "memory", memory(loaded.module()),
                        "refused", refused(loaded));
        return Names.answer("Wasm module", object, table(form, loaded));
    }

    private static String form(Compiled module) {
        return module.form().name().toLowerCase(Locale.ROOT);
    }

    /// The binary form of Wasm says in its seventh byte whether it is a module or a component.
    private static String begun(Bytes head) {
        return head.size() > LAYER_OFFSET && head.at(LAYER_OFFSET) == 1 ? "component" : "core";
    }

    private static Ipld imports(Optional<Compiled> module) {
        var names = new ArrayList<Ipld>();
        module.ifPresent(taken -> taken.imports().forEach(name -> names.add(Ipld.of(name))));
        return new Ipld.List(names);
    }

    private static Ipld exports(Optional<Compiled> module) {
        var exports = new ArrayList<Ipld>();
        module.ifPresent(taken ->
                taken.exports()
                        .forEach(export ->
                                exports.add(
                                        Ipld.map(
                                                "name", Ipld.of(export.name()),
                                                "type", Ipld.of(export.type())))));
        return new Ipld.List(exports);
    }

    /// Pages of 64 KiB, of all its memories together.
    private static Ipld memory(Optional<Compiled> module) {
        return module.flatMap(Compiled::memory).map(ModuleView::pages).orElse(Ipld.ofNull());
    }

    private static Ipld pages(Pages pages) {
        var max = pages.max().isPresent() ? Ipld.of(pages.max().getAsLong()) : Ipld.ofNull();
        return Ipld.map("min", Ipld.of(pages.min()), "max", max);
    }

    private static Ipld refused(Loaded loaded) {
        return loaded.module().isPresent() ? Ipld.ofNull() : Ipld.of(loaded.refused());
    }

    private static Table table(String form, Loaded loaded) {
        var table = new Table().row("  form", form).row("  bytes", Long.toString(loaded.bytes()));
        if (loaded.module().isEmpty()) {
            return table.row("  refused", Shown.safe(loaded.refused()));
        }
        var module = loaded.module().get();
        table.row("  memory", module.memory().map(ModuleView::words).orElse("none"));
        rows(table, "  imports", module.imports());
        var functions = module.exports().stream().map(one -> one.name() + ": " + one.type());
        rows(table, "  exports", functions.toList());
        return table;
    }

    /// The label stands beside the first of them only.
    private static void rows(Table table, String label, List<String> cells) {
        var first = label;
        for (var cell : cells.isEmpty() ? List.of("none") : cells) {
            table.row(first, Shown.safe(cell));
            first = "";
        }
    }

    private static String words(Pages pages) {
        var max = pages.max().isPresent() ? ", at most " + pages.max().getAsLong() : "";
        return pages.min() + " pages of 64 KiB" + max;
    }
}
