package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/// What a frame means to a client of CoAP: `[1, 3, code, text]` is a refusal, the rest is well.
///
/// @param seconds after which to come again, where it is busy
record Refusal(ResponseCode code, long seconds) {

    private static final Refusal NONE = new Refusal(ResponseCode.CHANGED, 0);
    private static final long SECONDS_MAX = 3_600;

    static Refusal of(Bytes frame) {
        boolean isRefusal =
                frame.size() > 3 && frame.at(0) == 0x84 && frame.at(1) == 1 && frame.at(2) == 3;
        return switch (isRefusal ? frame.at(3) : -1) {
            case 0 -> new Refusal(ResponseCode.BAD_REQUEST, 0);
            case 1 -> new Refusal(ResponseCode.UNAUTHORIZED, 0);
            case 2 -> new Refusal(ResponseCode.REQUEST_ENTITY_TOO_LARGE, 0);
            case 3 -> new Refusal(ResponseCode.SERVICE_UNAVAILABLE, seconds(frame));
            case 4 -> new Refusal(ResponseCode.FORBIDDEN, 0);
            default -> NONE;
        };
    }

    /// Its text is in milliseconds.
    private static long seconds(Bytes frame) {
        try {
            return DagCbor.decode(frame) instanceof Ipld.List(var items)
                            && items.size() == 4
                            && items.get(3) instanceof Ipld.Text(var millis)
                            && millis.matches("\\d{1,9}")
                    ? Math.clamp(Long.parseLong(millis) / 1_000, 1, SECONDS_MAX)
                    : 1;
        } catch (MalformedException e) {
            return 1;
        }
    }
}
