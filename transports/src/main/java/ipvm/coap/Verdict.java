package ipvm.coap;

import ipvm.link.Ear;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// What becomes of one request with readings, for whoever asks, as often as he asks.
final class Verdict implements Ear.Answer {

    private static final long WAIT_SECONDS_MAX = 3_600;

    private final Runnable whenTaken;
    private CoapExchange asker;
    private int open;
    private boolean isOver;
    private Optional<No> fault = Optional.empty();

    /// @param waitSeconds after which it may be brought again; 0 where that would not help
    private record No(ResponseCode code, String why, long waitSeconds) {}

    /// @param open how many readings it brought, all of which have to be taken
    Verdict(CoapExchange asker, int open, Runnable whenTaken) {
        this.asker = asker;
        this.open = open;
        this.whenTaken = whenTaken;
    }

    synchronized boolean isOpen() {
        return !isOver;
    }

    @Override
    public void taken() {
        synchronized (this) {
            open--;
            if (isOver || open > 0) {
                return;
            }
            isOver = true;
            tell(asker, fault);
        }
        whenTaken.run();
    }

    @Override
    public void refused(String why) {
        end(new No(ResponseCode.BAD_REQUEST, why, 0));
    }

    @Override
    public void excess(String why, long waitMillis) {
        long seconds = Math.clamp(Math.ceilDiv(waitMillis, 1_000), 1, WAIT_SECONDS_MAX);
        end(new No(ResponseCode.TOO_MANY_REQUESTS, why, seconds));
    }

    @Override
    public void busy(String why) {
        end(new No(ResponseCode.SERVICE_UNAVAILABLE, why, 1));
    }

    private synchronized void end(No no) {
        if (!isOver) {
            isOver = true;
            fault = Optional.of(no);
            tell(asker, fault);
        }
    }

    /// Only the latest copy of a request is waited for by anybody.
    synchronized void alsoTell(CoapExchange copy) {
        if (isOver) {
            tell(copy, fault);
        } else {
            asker = copy;
        }
    }

    private static void tell(CoapExchange to, Optional<No> fault) {
        if (fault.isEmpty()) {
            to.respond(ResponseCode.CHANGED);
            return;
        }
        var no = fault.get();
        if (no.waitSeconds > 0) {
            to.setMaxAge(no.waitSeconds);
        }
        to.respond(no.code, no.why);
    }
}
