package org.dengbej.feedback.http.guard;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;

/**
 * The client address of a request. Quarkus decides whether the peer is a trusted proxy ({@code quarkus.http.proxy.*}), but then takes
 * the first address of {@code X-Forwarded-For}, which a client can write itself; each proxy appends its peer, so that the address is
 * counted from the end.
 */
final class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** {@code proxyHops}: number of trusted proxies that a request passes. */
    static String of(HttpServerRequest request, int proxyHops) {
        String peer = request.connection().remoteAddress().hostAddress();
        boolean trusted = !request.remoteAddress().host().equals(peer);
        List<String> forwarded = request.headers().getAll(FORWARDED_FOR);
        return network(trusted && !forwarded.isEmpty() ? fromEnd(String.join(",", forwarded), proxyHops) : peer);
    }

    static String fromEnd(String forwarded, int proxyHops) {
        String[] addresses = forwarded.split(",", -1);
        return addresses[Math.max(0, addresses.length - proxyHops)].strip();
    }

    /** An IPv6 client can send from its whole network of 64 bits, and is one client all the same. */
    static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length == IPV4_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }
}
