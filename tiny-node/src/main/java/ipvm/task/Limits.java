package ipvm.task;

/// What one document of work may hold at most.
///
/// @param documentBytesMax bytes of a workflow, as Homestar takes them over its RPC
/// @param tasksMax tasks of one workflow
/// @param argsMax arguments of one call
/// @param proofsMax links to proofs of one task or receipt
public record Limits(int documentBytesMax, int tasksMax, int argsMax, int proofsMax) {

    public static final Limits DEFAULT = new Limits(10 << 20, 65_536, 1_024, 32);

    public Limits {
        require("documentBytesMax", documentBytesMax);
        require("tasksMax", tasksMax);
        require("argsMax", argsMax);
        require("proofsMax", proofsMax);
    }

    ipvm.data.Limits ofData() {
        return ipvm.data.Limits.DEFAULT.withBlockBytesMax(documentBytesMax);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " is less than 1");
        }
    }
}
