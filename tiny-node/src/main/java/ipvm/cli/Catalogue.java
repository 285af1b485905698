package ipvm.cli;

import ipvm.data.Typo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Every command there is, found by name.
///
/// The node's own are made by a switch, so that a start loads one command's class; the services of
/// other jars are asked only when the name is none of ours, or when all are listed.
final class Catalogue {

    /// Commands that help lists together.
    record Topic(String title, List<String> names) {}

    private static final List<Topic> TOPICS =
            List.of(
                    new Topic(
                            "Start here",
                            List.of(
                                    "",
                                    "init",
                                    "run",
                                    "workflow run",
                                    "new task",
                                    "new rule",
                                    "inspect",
                                    "help",
                                    "completion")),
                    new Topic("Content", List.of("put", "get", "keep", "unkeep", "publish", "gc")),
                    new Topic(
                            "What was run",
                            List.of("receipts", "trace", "replay", "intents", "intents settle")),
                    new Topic("The store", List.of("store check", "store export", "store import")),
                    new Topic("Workflows", List.of("workflow check", "workflow graph")),
                    new Topic("The daemon", List.of("up", "down", "status", "doctor")),
                    new Topic("Neighbours", List.of("peers", "peers name", "send", "fetch")),
                    new Topic(
                            "Devices",
                            List.of(
                                    "inlet add",
                                    "inlet list",
                                    "inlet remove",
                                    "outlet list",
                                    "watch",
                                    "readings")),
                    new Topic("Configuration", List.of("config check", "config show")),
                    new Topic("What is under way", List.of("tasks", "wait", "cancel")),
                    new Topic(
                            "Rules",
                            List.of(
                                    "rule add",
                                    "rule list",
                                    "rule show",
                                    "rule state",
                                    "rule log",
                                    "rule pause",
                                    "rule resume",
                                    "rule remove",
                                    "test")),
                    new Topic(
                            "Who may do what",
                            List.of(
                                    "grant",
                                    "grants",
                                    "grants add",
                                    "revoke",
                                    "ucan check",
                                    "ucan invoke",
                                    "ucan run")),
                    new Topic(
                            "Keys",
                            List.of(
                                    "key show",
                                    "key list",
                                    "key new",
                                    "key rotate",
                                    "key backup",
                                    "key recover",
                                    "owner show",
                                    "owner transfer")));

    private static final List<String> OWN = ownNames();

    private final Iterable<Command> services;

    Catalogue(Iterable<Command> services) {
        this.services = services;
    }

    static Catalogue installed() {
        return new Catalogue(ServiceLoader.load(Command.class));
    }

    private Optional<Command> own(String name) {
        return switch (name) {
            case "" -> Optional.of(new Here());
            case "init" -> Optional.of(new Init());
            case "run" -> Optional.of(new Run());
            case "workflow run" -> Optional.of(new WorkflowRun());
            case "up" -> Optional.of(new Up());
            case "peers" -> Optional.of(new Peers());
            case "peers name" -> Optional.of(new PeersName());
            case "inlet add" -> Optional.of(new InletAdd());
            case "inlet list" -> Optional.of(new InletView(true));
            case "inlet remove" -> Optional.of(new InletView(false));
            case "outlet list" -> Optional.of(new OutletList());
            case "watch" -> Optional.of(new Watch());
            case "readings" -> Optional.of(new Readings());
            case "send" -> Optional.of(new Send());
            case "fetch" -> Optional.of(new Fetch());
            case "doctor" -> Optional.of(new Doctor());
            case "config check" -> Optional.of(new ConfigCheck());
            case "config show" -> Optional.of(new ConfigShow());
            case "down" -> Optional.of(new Down());
            case "status" -> Optional.of(new Status());
            case "wait" -> Optional.of(new Wait());
            case "tasks" -> Optional.of(new Tasks());
            case "cancel" -> Optional.of(new Cancel());
            case "new task" -> Optional.of(new NewFolder(false));
            case "new rule" -> Optional.of(new NewFolder(true));
            case "test" -> Optional.of(new TestRules());
            case "rule add" -> Optional.of(new RuleAdd());
            case "rule list" -> Optional.of(new RuleList());
            case "rule show" -> Optional.of(new RuleView("show", "show a rule as it was written"));
            case "rule state" ->
                    Optional.of(new RuleView("state", "show what a rule remembers and has done"));
            case "rule log" -> Optional.of(new RuleView("log", "show what a rule said last"));
            case "rule pause" -> Optional.of(new RuleView("pause", "let a rule rest"));
            case "rule resume" -> Optional.of(new RuleView("resume", "let a rule go on"));
            case "rule remove" ->
                    Optional.of(new RuleView("remove", "take a rule away, with its state"));
            case "workflow check" -> Optional.of(new WorkflowCheck());
            case "workflow graph" -> Optional.of(new WorkflowGraph());
            case "key show" -> Optional.of(new KeyShow());
            case "key list" -> Optional.of(new KeyList());
            case "key new" -> Optional.of(new KeyNew());
            case "key rotate" -> Optional.of(new KeyRotate());
            case "key backup" -> Optional.of(new KeyBackup());
            case "key recover" -> Optional.of(new KeyRecover());
            case "owner transfer" -> Optional.of(new OwnerTransfer());
            case "owner show" -> Optional.of(new OwnerShow());
            case "grant" -> Optional.of(new GrantTo());
            case "revoke" -> Optional.of(new Revoke());
            case "ucan invoke" -> Optional.of(new UcanInvoke());
            case "ucan run" -> Optional.of(new UcanRun());
            case "inspect" -> Optional.of(new Inspect());
            case "grants" -> Optional.of(new Grants());
            case "grants add" -> Optional.of(new GrantsAdd());
            case "ucan check" -> Optional.of(new UcanCheck());
            case "put" -> Optional.of(new Put());
            case "get" -> Optional.of(new Get());
            case "keep", "unkeep", "publish" -> Optional.of(new Hold(name));
            case "gc" -> Optional.of(new Gc());
            case "receipts" -> Optional.of(new Receipts(500));
            case "trace" -> Optional.of(new Trace());
            case "replay" -> Optional.of(new ReplayReceipt());
            case "intents" -> Optional.of(new Intents());
            case "intents settle" -> Optional.of(new IntentsSettle());
            case "store check" -> Optional.of(new StoreCheck());
            case "store export" -> Optional.of(new StoreExport());
            case "store import" -> Optional.of(new StoreImport());
            case "help" -> Optional.of(new Help(this));
            case "completion" -> Optional.of(new Completion(this));
            default -> Optional.empty();
        };
    }

    Optional<Command> find(String name) {
        var own = own(name);
        return own.isPresent() ? own : service(name);
    }

    private Optional<Command> service(String name) {
        for (var command : services) {
            if (command.syntax().name().equals(name)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /// Whether a run of words is a command or the beginning of one; the first word decides whose.
    boolean begins(String words) {
        var first = words.split(" ", -1)[0];
        return begins(words, begins(first, OWN) ? OWN : serviceNames());
    }

    private static boolean begins(String words, List<String> names) {
        for (var name : names) {
            if (name.equals(words) || name.startsWith(words + " ")) {
                return true;
            }
        }
        return false;
    }

    /// Every name with one word more than a given run of words, each once.
    List<String> wordsAfter(String words) {
        var next = new ArrayList<String>();
        var prefix = words.isEmpty() ? "" : words + " ";
        for (var name : names()) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                var word = name.substring(prefix.length()).split(" ", -1)[0];
                if (!next.contains(word)) {
                    next.add(word);
                }
            }
        }
        return next;
    }

    /// Every run of words that is a command or begins one, the empty one first.
    List<String> paths() {
        var paths = new LinkedHashSet<>(List.of(""));
        for (var name : names()) {
            var path = "";
            for (var word : name.split(" ", -1)) {
                path = Route.join(path, word);
                paths.add(path);
            }
        }
        return List.copyOf(paths);
    }

    /// What completion says of the command or group at some words.
    String summary(String path) {
        return find(path)
                .map(command -> command.syntax().summary())
                .orElseGet(() -> String.join(", ", wordsAfter(path)));
    }

    List<String> names() {
        var names = new ArrayList<String>();
        topics().forEach(topic -> names.addAll(topic.names()));
        return names;
    }

    /// In the order of help; what other jars add comes last.
    List<Topic> topics() {
        var added = serviceNames().stream().filter(name -> !OWN.contains(name)).toList();
        var topics = new ArrayList<>(TOPICS);
        if (!added.isEmpty()) {
            topics.add(new Topic("Installed beside the node", added));
        }
        return topics;
    }

    private static List<String> ownNames() {
        var names = new ArrayList<String>();
        for (var topic : TOPICS) {
            names.addAll(topic.names());
        }
        return List.copyOf(names);
    }

    private List<String> serviceNames() {
        var names = new TreeMap<String, Command>();
        services.forEach(command -> names.put(command.syntax().name(), command));
        return List.copyOf(names.keySet());
    }

    /// The models of all commands but the bare one, in the order of help.
    List<Syntax> syntaxes() {
        return names().stream()
                .filter(name -> !name.isEmpty())
                .flatMap(name -> find(name).stream())
                .map(Command::syntax)
                .toList();
    }

    /// What to say of words that name no command.
    Stop unknown(String words) {
        int last = words.lastIndexOf(' ');
        var before = last < 0 ? "" : words.substring(0, last);
        var word = words.substring(last + 1);
        var hint = Typo.hint(word, wordsAfter(before));
        var group = Route.join("ipvm", before).strip();
        return Stop.usage(
                "'"
                        + word
                        + "' is no command of '"
                        + group
                        + "'"
                        + hint
                        + (hint.isEmpty() ? "; see '" + group + " --help'" : ""));
    }
}
