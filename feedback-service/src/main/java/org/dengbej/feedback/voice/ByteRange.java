package org.dengbej.feedback.voice;

import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte range of a response, <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, section 14</a>: phones play
 * sound only from servers that support them.
 */
public final class ByteRange {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

    private ByteRange() {}

    /** The response to a Range header: 206 with that part, 416 when it is empty, 200 with everything when it is absent or unsupported. */
    public static Response.ResponseBuilder of(String header, byte[] all) {
        Matcher range = header == null ? null : ONE.matcher(header);
        if (range == null
                || !range.matches()
                || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Response.ok(all).header("Accept-Ranges", "bytes");
        }
        boolean suffix = range.group(1).isEmpty();
        int given = range.group(2).isEmpty() ? all.length - 1 : Integer.parseInt(range.group(2));
        int first = suffix ? Math.max(0, all.length - given) : Integer.parseInt(range.group(1));
        int last = suffix ? all.length - 1 : Math.min(given, all.length - 1);
        if (first > last) {
            return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header("Content-Range", "bytes */" + all.length);
        }
        return Response.status(Response.Status.PARTIAL_CONTENT)
                .entity(Arrays.copyOfRange(all, first, last + 1))
                .header("Content-Range", "bytes %d-%d/%d".formatted(first, last, all.length));
    }
}
