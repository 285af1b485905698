package ipvm.link;

import ipvm.data.MalformedException;

/// Where on a link somebody can be reached: written `coap://10.0.0.7:5683`.
///
/// A neighbour may be at many places, and a place may be taken by another neighbour tomorrow.
public record Place(String link, String address) {

    private static final int CHARS_MAX = 512;

    public Place {
        if (link.isEmpty() || address.isEmpty() || address.length() > CHARS_MAX) {
            throw new IllegalArgumentException(link + " at " + address.length() + " characters");
        }
    }

    public static Place parse(String text) throws MalformedException {
        int end = text.indexOf(':');
        if (end < 1 || text.length() > CHARS_MAX) {
            throw new MalformedException("place (LINK://ADDRESS)", "'" + text + "'");
        }
        var rest = text.substring(end + 1);
        var address = rest.startsWith("//") ? rest.substring(2) : rest;
        if (address.isEmpty()) {
            throw new MalformedException("address of a place", "none in '" + text + "'");
        }
        return new Place(text.substring(0, end), address);
    }

    @Override
    public String toString() {
        return link + (link.equals("ble") ? ":" : "://") + address;
    }
}
