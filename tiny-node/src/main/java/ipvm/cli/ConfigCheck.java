package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;

/// `ipvm config check`: whether the configuration can be used, all of it.
final class ConfigCheck implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("config check", "whether the configuration is right")
                .note(
                        "Names the file, the line and the key of what is wrong, and ends with exit 2.")
                .example("ipvm config check", "Look before 'ipvm up' does");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var settings = Settings.of(Home.of(call), call);
        Values.check(settings);
        int given = settings.keys().size();
        var object = Ipld.map("valid", Ipld.of(true), "keys", Ipld.of(given));
        var line = "valid: " + given + (given == 1 ? " key is set" : " keys are set");
        call.out().result(Answer.of(object, line));
        return Exit.OK;
    }
}
