package ipvm.coap;

import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;

/// Californium's settings for a small board that strangers can reach; see RATIONALE.md for each.
final class Tuning {

    static final int DATAGRAM_BYTES_MAX = 2_048;

    private static final int BODY_BYTES_MAX = 16_896;
    private static final int PEER_SECONDS = 30;
    private static final int BLOCKWISE_SECONDS = 30;
    private static final int LEISURE_MILLIS = 1_000;

    static {
        CoapConfig.register();
        UdpConfig.register();
    }

    private Tuning() {}

    /// Without a file: the usual constructors write one into the working directory.
    static Configuration of(Limits limits) {
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
                .set(CoapConfig.DEDUPLICATOR, CoapConfig.NO_DEDUPLICATOR)
                .set(CoapConfig.MID_TRACKER, CoapConfig.TrackerMode.NULL)
                .set(CoapConfig.MAX_ACTIVE_PEERS, limits.peersMax())
                .set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, PEER_SECONDS, TimeUnit.SECONDS)
                .set(CoapConfig.MAX_SERVER_OBSERVES, limits.observersMax())
                .set(CoapConfig.MAX_MESSAGE_SIZE, limits.frameBytesMax())
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, limits.frameBytesMax())
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY_BYTES_MAX)
                .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, BLOCKWISE_SECONDS, TimeUnit.SECONDS)
                .set(CoapConfig.LEISURE, LEISURE_MILLIS, TimeUnit.MILLISECONDS)
                // Every fifth notification asks whether its reader is still there.
                .set(CoapConfig.NOTIFICATION_CHECK_INTERVAL_COUNT, 5)
                .set(UdpConfig.UDP_DATAGRAM_SIZE, DATAGRAM_BYTES_MAX);
    }
}
