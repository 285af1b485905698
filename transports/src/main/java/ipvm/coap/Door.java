package ipvm.coap;

import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;

/// Hands requests to their resources, except what was called to a whole group: of that only a
/// search is answered.
final class Door extends ServerMessageDeliverer {

    Door(Resource root, Configuration configuration) {
        super(root, configuration);
    }

    @Override
    protected boolean preDeliverRequest(Exchange exchange) {
        var request = exchange.getRequest();
        return request.isMulticast()
                && !request.getOptions().getUriPathString().equals(Directory.PATH);
    }
}
