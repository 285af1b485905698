package ipvm.cli;

import ipvm.effect.Ask;

/// What tasks write in passing, which is no result.
record Lines(Output out) {

    void ofModule(String level, String context, String message) {
        out.note(
                Shown.safe(level + (context.isEmpty() ? "" : " " + context))
                        + ": "
                        + Shown.safe(message.stripTrailing()));
    }

    void ofTask(Ask ask, String line) {
        out.note(Shown.safe(line));
    }
}
