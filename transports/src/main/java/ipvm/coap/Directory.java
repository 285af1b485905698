package ipvm.coap;

import org.eclipse.californium.core.coap.LinkFormat;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.DiscoveryResource;
import org.eclipse.californium.core.server.resources.Resource;

/// `/.well-known/core`: what is here. A group's question that matches nothing gets no answer.
final class Directory extends DiscoveryResource {

    static final String PATH = ".well-known/core";

    private final Resource root;

    Directory(Resource root) {
        super(root);
        this.root = root;
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        var query = exchange.getRequestOptions().getUriQuery();
        boolean isMatch = query.size() <= 1 && !LinkFormat.getSubTree(root, query).isEmpty();
        if (isMatch || !exchange.isMulticastRequest()) {
            super.handleGET(exchange);
        }
    }
}
