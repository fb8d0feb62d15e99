package org.dengbej.local.tls;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;

/** The addresses of this machine in its local networks. */
public final class LanAddresses {

    private LanAddresses() {}

    /** Private IPv4 addresses (RFC 1918) first, then public ones; a phone in the room reaches the first of them as a rule. */
    public static List<String> all() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(LanAddresses::isUp)
                    .flatMap(network -> addresses(network.getInetAddresses()))
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .sorted((a, b) -> Boolean.compare(b.isSiteLocalAddress(), a.isSiteLocalAddress()))
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("the addresses of this machine cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stream<InetAddress> addresses(Enumeration<InetAddress> addresses) {
        return Collections.list(addresses).stream();
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isVirtual();
        } catch (SocketException e) {
            return false;
        }
    }
}
