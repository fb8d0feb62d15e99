package org.dengbej.feedback.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The address of a webhook's host. Private ones are refused, since what listens there trusts who is inside: the service would be a
 * voice builder's, or a thief's of a session, way into its network. The address that was checked is the one that is connected to.
 */
final class PublicAddress {

    /** 100.64.0.0/10, shared address space of carriers (RFC 6598). */
    private static final int SHARED_FIRST = 100;

    private static final int SHARED_MASK = 0xC0;
    private static final int SHARED_SECOND = 64;

    /** fc00::/7, unique local addresses (RFC 4193). */
    private static final int UNIQUE_LOCAL_MASK = 0xFE;

    private static final int UNIQUE_LOCAL = 0xFC;

    private PublicAddress() {}

    /**
     * The first address of a host.
     *
     * @throws UnknownHostException when there is none, or one of them is private and these are refused
     */
    static InetAddress of(String host, boolean privateAllowed) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!privateAllowed && isPrivate(address)) {
                throw new UnknownHostException(
                        "%s has the private address %s; dengbej.feedback.webhooks.private-addresses allows such"
                                .formatted(host, address.getHostAddress()));
            }
        }
        return addresses[0];
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean local = address instanceof Inet6Address
                ? (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL
                : bytes[0] == 0
                        || bytes[0] == SHARED_FIRST && (bytes[1] & SHARED_MASK) == SHARED_SECOND
                        || (bytes[0] & 0xF0) == 0xF0;
        return local
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }
}
