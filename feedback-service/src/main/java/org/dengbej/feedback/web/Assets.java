package org.dengbej.feedback.web;

import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the pages under paths that contain a hash of their content, {@code /style-HASH.css}: browsers keep them for a year, and
 * what changed has another path. They are compressed once, at start-up.
 */
@Named("assets")
@Startup
@ApplicationScoped
public class Assets {

    private static final String FOLDER = "META-INF/resources/";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final int HASH_BYTES = 8;

    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String STYLE = "text/css;charset=UTF-8";

    /** Media types of the files. */
    private static final Map<String, String> TYPES = Map.of(
            "style.css", STYLE,
            "recorder.js", SCRIPT,
            "card.js", SCRIPT,
            "icon.svg", "image/svg+xml",
            "manifest.webmanifest", "application/manifest+json",
            "studio.css", STYLE,
            "studio.js", SCRIPT,
            "htmx.js", SCRIPT);

    /** Files of libraries, by our names for them. */
    private static final Map<String, String> LIBRARIES = Map.of("htmx.js", "webjars/htmx.org/2.0.4/dist/htmx.min.js");

    private record Asset(String path, String type, Buffer content, Buffer compressed) {}

    private final Map<String, Asset> assets =
            TYPES.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Assets::read));

    /** Path of a file; templates call it. */
    public String path(String name) {
        return assets.get(name).path();
    }

    void register(@Observes Router router) {
        for (Asset asset : assets.values()) {
            router.route(asset.path())
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(context -> send(asset, context));
        }
    }

    private static void send(Asset asset, RoutingContext context) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean compressed = accepted != null && accepted.contains("gzip");
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, FOREVER)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.end(compressed ? asset.compressed() : asset.content());
    }

    private static Asset read(String name) {
        try (InputStream file = Thread.currentThread()
                .getContextClassLoader()
                .getResourceAsStream(FOLDER + LIBRARIES.getOrDefault(name, name))) {
            byte[] content = file.readAllBytes();
            int dot = name.lastIndexOf('.');
            String path = "/%s-%s%s".formatted(name.substring(0, dot), hash(content), name.substring(dot));
            return new Asset(path, TYPES.get(name), Buffer.buffer(content), Buffer.buffer(gzip(content)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        }
        return compressed.toByteArray();
    }
}
