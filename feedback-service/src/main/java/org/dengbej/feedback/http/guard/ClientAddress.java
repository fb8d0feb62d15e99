package org.dengbej.feedback.http.guard;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.List;

/**
 * Whom a request comes from. Quarkus decides whether its peer is a proxy that may speak for others ({@code
 * quarkus.http.proxy.*}), but then believes the first address of {@code X-Forwarded-For}, which a client can write itself; each
 * proxy appends whom it heard, so we count from the end.
 */
final class ClientAddress {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_NETWORK_BYTES = 8;

    private ClientAddress() {}

    /** {@code proxyHops}: how many of ours a request passes. */
    static String of(HttpServerRequest request, int proxyHops) {
        String peer = request.connection().remoteAddress().hostAddress();
        boolean trusted = !request.remoteAddress().host().equals(peer);
        List<String> forwarded = request.headers().getAll(FORWARDED_FOR);
        return network(trusted && !forwarded.isEmpty() ? fromEnd(String.join(",", forwarded), proxyHops) : peer);
    }

    static String fromEnd(String forwarded, int proxyHops) {
        String[] addresses = forwarded.split(",");
        return addresses[Math.max(0, addresses.length - proxyHops)].strip();
    }

    /** An IPv6 client has a whole network of 64 bits to send from, and is one client all the same. */
    static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length == IPV4_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }
}
