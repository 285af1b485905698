package ipvm.ble;

import ipvm.data.MalformedException;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers what BlueZ asks of our service: what it looks like, and what somebody writes there.
record Desk(Bus bus, Mark self) {

    /// @param serving what there is, where an adapter serves
    void answer(Message.Call call, @Nullable Station serving) {
        var about = call.about();
        switch (about.member()) {
            case "GetManagedObjects" -> bus.answer(call, List.of(Contract.objects()));
            case "GetAll" ->
                    bus.answer(call, List.of(Contract.properties(about.path(), self.name())));
            case "ReadValue" -> bus.answer(call, List.of(Datum.of(Contract.VERSION)));
            case "WriteValue" -> write(call, serving);
            case "StartNotify", "StopNotify", "Confirm", "Ping" -> bus.answer(call, List.of());
            default ->
                    bus.refuse(
                            call,
                            "org.freedesktop.DBus.Error.UnknownMethod",
                            "no " + about.member());
        }
    }

    private void write(Message.Call call, @Nullable Station serving) {
        try {
            boolean isTaken =
                    serving != null
                            && call.body().size() == 2
                            && call.about().path().equals(Contract.INBOX_PATH)
                            && serving.guests().wrote(call, serving.search().hasRoom());
            if (isTaken) {
                bus.answer(call, List.of());
            } else {
                bus.refuse(call, "org.bluez.Error.Failed", "no room for another neighbour");
            }
        } catch (MalformedException e) {
            bus.refuse(call, "org.bluez.Error.Failed", String.valueOf(e.getMessage()));
        }
    }
}
