package ipvm.mqtt;

import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// Why there is no connection, for somebody who can do something about it.
final class Fault {

    /// Reason codes from here on are refusals.
    static final int FIRST = 0x80;

    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(0x84, "it does not speak MQTT 5"),
                    Map.entry(0x85, "it does not like our client identifier"),
                    Map.entry(0x86, "wrong user or password"),
                    Map.entry(0x87, "not authorized: check mqtt.user and mqtt.password.file"),
                    Map.entry(0x88, "it is not available"),
                    Map.entry(0x89, "it is busy"),
                    Map.entry(0x8a, "it has banned us"),
                    Map.entry(0x8b, "it is shutting down"),
                    Map.entry(0x8e, "another node came with the same key"),
                    Map.entry(0x95, "a packet was too large for it"),
                    Map.entry(0x97, "our quota is used up"),
                    Map.entry(32109, "the connection was lost"));

    private Fault() {}

    static String of(Broker broker, @Nullable Throwable cause) {
        return broker + ": " + why(cause);
    }

    static String of(Broker broker, MqttDisconnectResponse said) {
        var exception = said.getException();
        return exception == null
                ? broker + ": " + reason(said.getReturnCode(), said.getReasonString())
                : of(broker, exception);
    }

    private static String why(@Nullable Throwable cause) {
        if (!(cause instanceof MqttException fault)) {
            return cause == null ? "no connection" : words(cause);
        }
        var below = fault.getCause();
        return below == null
                ? reason(fault.getReasonCode(), fault.getMessage())
                : below instanceof MqttException ? why(below) : words(below);
    }

    private static String reason(int code, @Nullable String text) {
        var known = REASONS.get(code);
        return known != null ? known : text == null ? "reason " + code : text + " (" + code + ")";
    }

    /// Some exceptions only make sense with their names, such as UnknownHostException.
    private static String words(Throwable cause) {
        var name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return name + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
