package ipvm.cli;

import java.util.Optional;

/// What a new rule begins with: a function, the rule that calls it, a recording, and what the rule
/// should show for it.
final class RuleTemplate {

    private static final String WAT =
            """
            ;; Whether it freezes: 1 below 2 degrees, else 0.
            (module
              (func (export "check") (param $celsius f64) (result i32)
                local.get $celsius
                f64.const 2
                f64.lt))
            """;

    private static final String C =
            """
            /* Whether it freezes: 1 below 2 degrees, else 0. */
            __attribute__((export_name("check")))
            int check(double celsius) {
              return celsius < 2;
            }
            """;

    private static final String AS =
            """
            // Whether it freezes: 1 below 2 degrees, else 0.
            export function check(celsius: f64): i32 {
              return celsius < 2 ? 1 : 0;
            }
            """;

    private static final String RULE =
            """
            {"name": "NAME",
             "on": {"inlet": "NAME"},
             "do": {"mod": "file:NAME.wasm", "fun": "check", "params": [{"event": ".value"}]},
             "out": "NAME"}
            """;

    private static final String EVENTS =
            """
            {"at": 1772323200000, "event": {"value": 4.5}}
            {"at": 1772323260000, "event": {"value": 1.5}}
            {"at": 1772323320000, "event": {"value": 2.5}}
            """;

    private static final String EXPECTED =
            """
            {"out": "NAME", "value": 0}
            {"out": "NAME", "value": 1}
            {"out": "NAME", "value": 0}
            """;

    private static final String README =
            """
            # NAME

            A rule: when a reading comes, a function is called with it, and the result is shown.

                ./build                        # needs NEEDS
                ipvm test .                    # plays NAME.events.jsonl, compares with NAME.expected.jsonl

            The function is in NAME.LANG, and NAME.json says when it is called and with what part of the
            event. It sees its arguments only: no files, no network, no clock.
            """;

    private RuleTemplate() {}

    static Optional<TaskTemplate> of(String lang, String name) {
        return TaskTemplate.of(lang, name, new TaskTemplate.Sources(WAT, C, AS, README))
                .map(made ->
                        made.with("NAME.json", RULE)
                                .with("NAME.events.jsonl", EVENTS)
                                .with("NAME.expected.jsonl", EXPECTED));
    }
}
