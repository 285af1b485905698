package ipvm.cli;

import java.util.Optional;

/// Every request that a home answers, by name.
final class Ops {

    private Ops() {}

    static Op find(String name) throws Stop {
        return switch (name) {
            case "run" -> new RunOp();
            case "seek" -> new SeekOp();
            case "on" -> new OnOp();
            case "far" -> new FarOp();
            case "fetch" -> new FetchOp();
            case "peers" -> new PeersOp();
            case "invoke" -> new InvokeOp();
            case "plan" -> new PlanOp();
            case "workflow" -> new WorkflowOp(Optional.empty());
            case "put" -> new PutOp();
            case "rule" -> new RuleOp();
            case "inlet" -> new InletOp();
            case "readings" -> new ReadingsOp();
            case "watch" -> new WatchOp();
            case "outlets" -> new OutletOp();
            case "block" -> new BlockOp();
            case "hold" -> new HoldOp();
            case "gc" -> new GcOp();
            case "hello" -> new HelloOp();
            case "status" -> new StatusOp();
            case "stop" -> new StopOp();
            case "wait" -> new WaitOp();
            case "tasks" -> new TasksOp();
            case "cancel" -> new CancelOp();
            case "faults" -> new FaultsOp();
            case "file" -> new FileOp();
            case "receipts" -> new ReceiptsOp();
            case "sessions" -> new SessionsOp();
            case "trace" -> new TraceOp();
            case "replay" -> new ReplayOp();
            case "intents" -> new IntentsOp();
            default -> throw Stop.usage("no request is called '" + Shown.safe(name) + "'");
        };
    }
}
