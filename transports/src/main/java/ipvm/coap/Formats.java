package ipvm.coap;

import ipvm.link.Payload.Form;
import java.util.Optional;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.OptionSet;

/// The content formats that we read and write, by their numbers.
final class Formats {

    static final int TEXT = MediaTypeRegistry.TEXT_PLAIN;
    static final int OCTETS = MediaTypeRegistry.APPLICATION_OCTET_STREAM;
    static final int LINKS = MediaTypeRegistry.APPLICATION_LINK_FORMAT;
    static final int JSON = MediaTypeRegistry.APPLICATION_JSON;
    static final int CBOR = MediaTypeRegistry.APPLICATION_CBOR;
    static final int SENML_JSON = MediaTypeRegistry.APPLICATION_SENML_JSON;
    static final int SENML_CBOR = MediaTypeRegistry.APPLICATION_SENML_CBOR;

    private Formats() {}

    /// What a body is said to be; empty where we do not read that.
    static Optional<Form> ofContent(OptionSet options) {
        return options.hasContentFormat()
                ? of(options.getContentFormat())
                : Optional.of(Form.UNKNOWN);
    }

    /// The number that an answer is to have: what was asked for, else JSON.
    static int accepted(OptionSet options) {
        return options.hasAccept() ? options.getAccept() : JSON;
    }

    static Optional<Form> of(int number) {
        return switch (number) {
            case TEXT -> Optional.of(Form.TEXT);
            case JSON -> Optional.of(Form.JSON);
            case CBOR -> Optional.of(Form.CBOR);
            case SENML_JSON -> Optional.of(Form.SENML_JSON);
            case SENML_CBOR -> Optional.of(Form.SENML_CBOR);
            default -> Optional.empty();
        };
    }
}
