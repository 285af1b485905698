package ipvm.wasm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A type of values at the border of a component, written as WIT writes it.
sealed interface Wit extends Typed
        permits Scalar,
                Wit.ListOf,
                Wit.Struct,
                Wit.Tuple,
                Wit.Variant,
                Wit.Flags,
                Wit.Enumeration,
                Wit.Option,
                Wit.Result,
                Wit.Handle {

    Layout layout();

    /// A name and its type: of a record's field or a parameter.
    record Field(String name, Wit type) {

        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    /// A name and perhaps a payload.
    record Case(String name, Optional<Wit> type) {

        @Override
        public String toString() {
            return type.map(payload -> name + "(" + payload + ")").orElse(name);
        }
    }

    /// A list.
    record ListOf(Wit element, Layout layout) implements Wit {

        static ListOf of(Wit element) {
            return new ListOf(element, Layout.list(element.layout()));
        }

        @Override
        public String toString() {
            return "list<" + element + ">";
        }
    }

    /// Named fields.
    record Struct(List<Field> fields, Layout layout) implements Wit {

        static Struct of(List<Field> fields) {
            return new Struct(fields, Layout.sequence(fields.stream().map(Field::type).toList()));
        }

        @Override
        public String toString() {
            return "record {" + joined(fields) + "}";
        }
    }

    /// Fields without names.
    record Tuple(List<Wit> types, Layout layout) implements Wit {

        static Tuple of(List<Wit> types) {
            return new Tuple(types, Layout.sequence(types));
        }

        @Override
        public String toString() {
            return "tuple<" + joined(types) + ">";
        }
    }

    /// One of several, each with or without a payload.
    record Variant(List<Case> cases, Layout layout) implements Wit {

        static Variant of(List<Case> cases) {
            return new Variant(cases, Layout.cases(cases.stream().map(Case::type).toList()));
        }

        @Override
        public String toString() {
            return "variant {" + joined(cases) + "}";
        }
    }

    /// Any of several.
    record Flags(List<String> names, Layout layout) implements Wit {

        static Flags of(List<String> names) {
            return new Flags(names, Layout.flags(names.size()));
        }

        @Override
        public String toString() {
            return "flags {" + joined(names) + "}";
        }
    }

    /// One of several names.
    record Enumeration(List<String> names, Layout layout) implements Wit {

        static Enumeration of(List<String> names) {
            var cases = names.stream().map(name -> Optional.<Wit>empty()).toList();
            return new Enumeration(names, Layout.cases(cases));
        }

        @Override
        public String toString() {
            return "enum {" + joined(names) + "}";
        }
    }

    /// A value or nothing.
    record Option(Wit some, Layout layout) implements Wit {

        static Option of(Wit some) {
            return new Option(some, Layout.cases(List.of(Optional.empty(), Optional.of(some))));
        }

        @Override
        public String toString() {
            return "option<" + some + ">";
        }
    }

    /// What went well or what went wrong, each with or without a payload.
    record Result(Optional<Wit> ok, Optional<Wit> error, Layout layout) implements Wit {

        static Result of(Optional<Wit> ok, Optional<Wit> error) {
            return new Result(ok, error, Layout.cases(List.of(ok, error)));
        }

        @Override
        public String toString() {
            if (error.isPresent()) {
                return "result<" + ok.map(Wit::toString).orElse("_") + ", " + error.get() + ">";
            }
            return ok.map(type -> "result<" + type + ">").orElse("result");
        }
    }

    /// A handle of a resource, given away or lent.
    record Handle(Resource resource, boolean isOwn, Layout layout) implements Wit {

        static Handle of(Resource resource, boolean isOwn) {
            return new Handle(resource, isOwn, Layout.scalar(4, Core.I32));
        }

        @Override
        public String toString() {
            return isOwn ? "own<resource>" : "borrow<resource>";
        }
    }

    private static String joined(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
