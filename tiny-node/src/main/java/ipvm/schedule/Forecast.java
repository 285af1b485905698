package ipvm.schedule;

import ipvm.data.MalformedException;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Meter;
import ipvm.task.Receipt;
import ipvm.task.Task;
import ipvm.task.WasmCall;

/// What a function has cost lately: later runs count more, and how far they lie apart is said too.
///
/// @param runs of how many it was learned
/// @param fuel the mean
/// @param spread the mean distance from it
/// @param millis the mean time
public record Forecast(long runs, long fuel, long spread, long millis) {

    public static final Forecast NONE = new Forecast(0, 0, 0, 0);

    /// How much of the mean each new run is: one in so many.
    private static final int WEIGHT = 8;

    private static final int RECEIPTS_MAX = 1_000;

    /// What the last receipts of a store say of the function that a task calls.
    public static Forecast of(Store store, Task task) throws StoreException {
        try {
            return task.isWasm() ? of(store, task.wasmCall()) : NONE;
        } catch (MalformedException e) {
            return NONE;
        }
    }

    private static Forecast of(Store store, WasmCall call) throws StoreException {
        var forecast = NONE;
        for (var one : store.lastReceipts(RECEIPTS_MAX)) {
            try {
                var task = Task.decode(one.filed().taskBytes());
                if (task.isWasm() && isSame(task.wasmCall(), call)) {
                    var receipt = Receipt.decode(one.filed().token());
                    forecast = forecast.with(receipt.report().meter());
                }
            } catch (MalformedException e) {
                // of a kind that this version does not know, which says nothing of this function
            }
        }
        return forecast;
    }

    private static boolean isSame(WasmCall one, WasmCall other) {
        return one.module().equals(other.module())
                && one.call().function().equals(other.call().function());
    }

    /// With one more run.
    public Forecast with(Meter meter) {
        if (runs == 0) {
            return new Forecast(1, meter.fuel(), 0, meter.millis());
        }
        long off = Math.abs(meter.fuel() - fuel);
        return new Forecast(
                runs + 1,
                fuel + (meter.fuel() - fuel) / WEIGHT,
                spread + (off - spread) / WEIGHT,
                millis + (meter.millis() - millis) / WEIGHT);
    }
}
