package ipvm.coap;

import ipvm.link.Ear;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// What becomes of one request with readings, for whoever asks, as often as he asks.
final class Verdict implements Ear.Answer {

    private final Runnable whenTaken;
    private CoapExchange asker;
    private int open;
    private boolean isOver;
    private Optional<String> fault = Optional.empty();

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
    public synchronized void refused(String why) {
        if (!isOver) {
            isOver = true;
            fault = Optional.of(why);
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

    private static void tell(CoapExchange to, Optional<String> fault) {
        if (fault.isEmpty()) {
            to.respond(ResponseCode.CHANGED);
        } else {
            to.setMaxAge(1);
            to.respond(ResponseCode.SERVICE_UNAVAILABLE, fault.get());
        }
    }
}
