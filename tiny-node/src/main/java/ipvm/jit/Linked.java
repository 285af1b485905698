package ipvm.jit;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.DataCountSection;
import run.endive.wasm.types.DataSection;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.ElementSection;
import run.endive.wasm.types.ExportSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionSection;
import run.endive.wasm.types.GlobalSection;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.PassiveElement;
import run.endive.wasm.types.Section;
import run.endive.wasm.types.SectionId;
import run.endive.wasm.types.StartSection;
import run.endive.wasm.types.TableSection;
import run.endive.wasm.types.TypeSection;

/// A validated module as Endive links and instantiates it.
///
/// Its reader hands over section by section, so that nothing is decoded that never runs there, and
/// no digest is computed that nobody asks for.
final class Linked {

    private static final FunctionBody UNREACHABLE =
            new FunctionBody(
                    List.of(),
                    List.of(
                            AnnotatedInstruction.builder()
                                    .from(
                                            new Instruction(
                                                    0,
                                                    OpCode.UNREACHABLE,
                                                    Instruction.EMPTY_OPERANDS))
                                    .build()));

    private Linked() {}

    /// A whole module, for Endive to run.
    static WasmModule whole(byte[] bytes) throws Refused {
        return built(read(bytes));
    }

    /// A module of which Endive runs no function.
    static WasmModule hollow(Module module) throws Refused {
        var sections = read(Hollow.of(module));
        var code = CodeSection.builder();
        module.bodies.forEach(body -> code.addFunctionBody(UNREACHABLE));
        sections.add(code.build());
        return built(sections);
    }

    /// One function of a module that imports all else.
    static WasmModule only(Module module, int function, ImportSection imports) throws Refused {
        var sections = read(Hollow.only(module, function));
        sections.removeIf(DataCountSection.class::isInstance);
        sections.replaceAll(one -> one instanceof ElementSection all ? passive(all) : one);
        sections.add(imports);
        return built(sections);
    }

    /// Only elements that wait to be copied are left; the others were placed long ago.
    private static ElementSection passive(ElementSection all) {
        var kept = ElementSection.builder();
        all.stream()
                .map(one -> one instanceof PassiveElement ? one : placed(one))
                .forEach(kept::addElement);
        return kept.build();
    }

    private static Element placed(Element element) {
        return new PassiveElement(element.type(), List.of());
    }

    /// Endive's reader; it knows fewer characters in names than the specification allows.
    private static List<Section> read(byte[] bytes) throws Refused {
        var sections = new ArrayList<Section>();
        try {
            Parser.builder()
                    .withValidation(false)
                    .build()
                    .parse(new ByteArrayInputStream(bytes), sections::add);
        } catch (WasmEngineException e) {
            throw Refused.unsupported("what the linker cannot read (" + e.getMessage() + ")", 0);
        }
        return sections;
    }

    private static WasmModule built(List<Section> sections) {
        var module = WasmModule.builder().withValidation(false);
        sections.forEach(section -> add(section, module));
        return module.build();
    }

    private static void add(Section section, WasmModule.Builder module) {
        switch (section.sectionId()) {
            case SectionId.TYPE -> module.setTypeSection((TypeSection) section);
            case SectionId.IMPORT -> module.setImportSection((ImportSection) section);
            case SectionId.FUNCTION -> module.setFunctionSection((FunctionSection) section);
            case SectionId.TABLE -> module.setTableSection((TableSection) section);
            case SectionId.MEMORY -> module.setMemorySection((MemorySection) section);
            case SectionId.GLOBAL -> module.setGlobalSection((GlobalSection) section);
            case SectionId.EXPORT -> module.setExportSection((ExportSection) section);
            case SectionId.START -> module.setStartSection((StartSection) section);
            case SectionId.ELEMENT -> module.setElementSection((ElementSection) section);
            case SectionId.CODE -> module.setCodeSection((CodeSection) section);
            case SectionId.DATA -> module.setDataSection((DataSection) section);
            case SectionId.DATA_COUNT -> module.setDataCountSection((DataCountSection) section);
            default -> {} // custom sections say nothing about running
        }
    }
}
