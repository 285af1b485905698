package ipvm.cli;

import ipvm.data.MalformedException;
import java.io.IOException;
import java.util.List;

/// From the words of a line to an exit: find the command, read its line, run it, say how it ended.
final class Frame {

    private final Catalogue catalogue;
    private final World world;

    Frame(Catalogue catalogue, World world) {
        this.catalogue = catalogue;
        this.world = world;
    }

    Exit run(List<String> words) {
        var route = Route.of(words, catalogue);
        try {
            return run(route);
        } catch (Stop stop) {
            return say(route, stop);
        } catch (MalformedException e) {
            return say(route, Stop.usage(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return say(route, Faults.stop(e));
        } finally {
            world.streams().out().flush();
            world.streams().err().flush();
        }
    }

    private Exit run(Route route) throws Stop, MalformedException, IOException {
        var found = catalogue.find(route.name());
        if (found.isEmpty()) {
            return group(route);
        }
        var command = found.get();
        var syntax = command.syntax();
        if (!route.stray().isEmpty() && syntax.operands().isEmpty()) {
            throw catalogue.unknown(Route.join(route.name(), route.stray()));
        }
        return run(command, Parser.parse(syntax, route.rest()));
    }

    private Exit run(Command command, Arguments arguments)
            throws Stop, MalformedException, IOException {
        var out = new Output(world, arguments);
        if (arguments.has(Globals.HELP)) {
            help(command.syntax()).forEach(out::text);
            return Exit.OK;
        }
        if (arguments.has(Globals.VERSION)) {
            out.text(Version.line());
            return Exit.OK;
        }
        return command.run(new Call(arguments, world, out));
    }

    /// Words that begin commands but are none, such as `ipvm key`.
    private Exit group(Route route) throws Stop {
        var arguments = Parser.parse(Syntax.of(route.name(), ""), optionsOf(route));
        if (arguments.has(Globals.HELP)) {
            Overview.of(catalogue, route.name(), columns())
                    .forEach(new Output(world, arguments)::text);
            return Exit.OK;
        }
        if (!route.stray().isEmpty()) {
            throw catalogue.unknown(Route.join(route.name(), route.stray()));
        }
        throw Stop.usage("needs one of " + String.join(", ", catalogue.wordsAfter(route.name())));
    }

    private static List<String> optionsOf(Route route) {
        int stray = route.stray().isEmpty() ? -1 : route.rest().indexOf(route.stray());
        return stray < 0 ? route.rest() : route.rest().subList(0, stray);
    }

    private List<String> help(Syntax syntax) {
        return syntax.name().isEmpty()
                ? Overview.of(catalogue, "", columns())
                : new Help(catalogue).about(syntax, columns());
    }

    private int columns() {
        return world.terminal().columns();
    }

    private Exit say(Route route, Stop stop) {
        var name = Route.join("ipvm", route.name()).strip();
        world.streams().out().flush();
        world.streams().err().println(name + ": " + Shown.safe(stop.line()));
        return stop.exit();
    }
}
