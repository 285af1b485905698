package ipvm.effect;

import ipvm.data.Bytes;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/// Which addresses are of the public internet: of IPv4 all but those with another meaning, of IPv6
/// only those that are given out.
///
/// An address that carries another one inside (mapped, translated, tunnelled) is as public as that.
final class PublicAddress {

    /// A run of addresses: the first bits of one of them.
    private record Range(Bytes address, int bits) {

        boolean holds(Bytes other) {
            boolean isSame = address.size() == other.size();
            for (int bit = 0; isSame && bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                isSame = ((address.at(bit / 8) ^ other.at(bit / 8)) & mask) == 0;
            }
            return isSame;
        }
    }

    private static final List<Range> OTHER_V4 =
            List.of(
                    range("00000000", 8), // this network
                    range("0a000000", 8), // private
                    range("64400000", 10), // carrier-grade NAT
                    range("7f000000", 8), // loopback
                    range("a9fe0000", 16), // link-local, where clouds keep their secrets
                    range("ac100000", 12), // private
                    range("c0000000", 24), // protocol assignments
                    range("c0000200", 24), // documentation
                    range("c0586300", 24), // 6to4 relays
                    range("c0a80000", 16), // private
                    range("c6120000", 15), // benchmarks
                    range("c6336400", 24), // documentation
                    range("cb007100", 24), // documentation
                    range("e0000000", 4), // multicast
                    range("f0000000", 4)); // reserved, broadcast

    private static final Range GIVEN_OUT_V6 = range("20000000000000000000000000000000", 3);
    private static final List<Range> OTHER_V6 =
            List.of(
                    range("20010000000000000000000000000000", 23), // Teredo and protocols
                    range("20010db8000000000000000000000000", 32), // documentation
                    range("20020000000000000000000000000000", 16), // 6to4
                    range("3fff0000000000000000000000000000", 20)); // documentation

    private static final Range MAPPED = range("00000000000000000000ffff00000000", 96);
    private static final Range TRANSLATED = range("0064ff9b000000000000000000000000", 96);
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        return is(Bytes.wrap(address.getAddress()));
    }

    static boolean is(Bytes address) {
        if (address.size() == V4_BYTES) {
            return OTHER_V4.stream().noneMatch(range -> range.holds(address));
        }
        if (MAPPED.holds(address) || TRANSLATED.holds(address)) {
            return is(address.from(V6_BYTES - V4_BYTES));
        }
        return GIVEN_OUT_V6.holds(address)
                && OTHER_V6.stream().noneMatch(range -> range.holds(address));
    }

    private static Range range(String hex, int bits) {
        return new Range(Bytes.wrap(HexFormat.of().parseHex(hex)), bits);
    }
}
