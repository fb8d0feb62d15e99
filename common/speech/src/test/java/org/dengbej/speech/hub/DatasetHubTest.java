package org.dengbej.speech.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that behaves as the Hugging Face hub: an API, redirects to a store of files, ranges, tokens. */
class DatasetHubTest {

    private static final String COMMIT = "a".repeat(40);
    private static final String SHARD = "data/train-00000-of-00001.parquet";
    private static final DatasetReference REFERENCE = new DatasetReference("team/speech", null);

    @TempDir
    Path cache;

    private final byte[] content = new byte[200_000];
    private final Map<String, String> siblings = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger breakOffs = new AtomicInteger();
    private volatile String neededToken;
    private volatile boolean damaged;
    private HttpServer hub;
    private HttpServer store;

    @BeforeEach
    void aLocalHub() throws IOException {
        new Random(1).nextBytes(content);
        siblings.put("main", "{\"rfilename\": \"README.md\", \"size\": 5}, " + sibling(DigestUtils.sha256Hex(content)));
        store = server(this::serveFile);
        hub = server(this::serveHub);
    }

    private String sibling(String sha256) {
        return "{\"rfilename\": \"%s\", \"size\": %d, \"lfs\": {\"sha256\": \"%s\", \"size\": %2$d}}"
                .formatted(SHARD, content.length, sha256);
    }

    private static HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private void serveHub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(path);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (neededToken != null && !("Bearer " + neededToken).equals(token)) {
            answer(exchange, 401, "");
        } else if (path.startsWith("/api/datasets/team/speech/revision/")) {
            String revision = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
            answer(
                    exchange,
                    siblings.containsKey(revision) ? 200 : 404,
                    "{\"sha\": \"%s\", \"siblings\": [%s]}".formatted(COMMIT, siblings.get(revision)));
        } else if (path.equals("/datasets/team/speech/resolve/%s/%s".formatted(COMMIT, SHARD))) {
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "http://127.0.0.1:%d/lfs"
                                    .formatted(store.getAddress().getPort()));
            answer(exchange, 302, "");
        } else {
            answer(exchange, 404, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void serveFile(HttpExchange exchange) throws IOException {
        asked.add("store " + exchange.getRequestHeaders().getFirst("Range") + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] body = Arrays.copyOfRange(content, from, content.length);
        if (damaged) {
            body[0]++;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        if (breakOffs.getAndDecrement() > 0) {
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
        } else {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
        store.stop(0);
    }

    private DatasetHub hub(String token) {
        return new DatasetHub(
                cache,
                URI.create("http://localhost:" + hub.getAddress().getPort()),
                Optional.ofNullable(token),
                3,
                Duration.ofMillis(1));
    }

    @Test
    void aDataSetIsDownloadedOnce() throws IOException {
        Path folder = hub(null).resolve(REFERENCE);
        assertThat(folder.resolve(SHARD)).hasBinaryContent(content);
        assertThat(folder.resolve("README.md")).doesNotExist();
        long fromStore = asked.stream().filter(path -> path.startsWith("store")).count();
        assertThat(hub(null).resolve(REFERENCE)).isEqualTo(folder);
        assertThat(asked.stream().filter(path -> path.startsWith("store"))).hasSize((int) fromStore);
    }

    @Test
    void aDownloadThatBreaksOffIsResumed() {
        breakOffs.set(2);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(asked).anyMatch(request -> request.startsWith("store bytes="));
    }

    @Test
    void aDownloadIsResumedByALaterProcess() {
        breakOffs.set(3);
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE)).isInstanceOf(DatasetUnavailableException.class);
        breakOffs.set(0);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(asked.get(asked.size() - 1)).startsWith("store bytes=");
    }

    @Test
    void aFileThatIsNotWhatTheHubNamesIsNeverTaken() throws IOException {
        damaged = true;
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/speech")
                .hasMessageContaining(SHARD)
                .hasMessageContaining("SHA-256");
        try (var files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .isEmpty();
        }
    }

    @Test
    void aTokenOpensAGatedDataSetAndStaysWithTheHub() {
        neededToken = "hf_secret";
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("HF_TOKEN");
        assertThat(hub("hf_secret").resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(asked).contains("store null null");
    }

    @Test
    void aDataSetWithoutParquetIsTakenAsTheHubConvertsIt() {
        siblings.put("main", "{\"rfilename\": \"a.zip\"}");
        siblings.put("refs/convert/parquet", sibling(DigestUtils.sha256Hex(content)));
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
    }

    @Test
    void withoutANetworkTheCacheIsUsed() {
        Path folder = hub(null).resolve(REFERENCE);
        hub.stop(0);
        assertThat(hub(null).resolve(REFERENCE)).isEqualTo(folder);
        assertThatThrownBy(() -> hub(null).resolve(new DatasetReference("team/speech", "v2")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/speech@v2");
    }

    @Test
    void anUnknownIdAndRevisionAreNamed() {
        assertThatThrownBy(() -> hub(null).resolve(new DatasetReference("team/none", null)))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/none@main")
                .hasMessageContaining("404");
        assertThatThrownBy(() -> new DatasetReference("../etc", null)).hasMessageContaining("owner/name");
        assertThatThrownBy(() -> DatasetReference.parse(URI.create("hf://models/a/b")))
                .hasMessageContaining("hf://datasets/");
        assertThat(DatasetReference.parse(URI.create("hf://datasets/a/b@v1")))
                .contains(new DatasetReference("a/b", "v1"));
        assertThat(DatasetReference.parse(URI.create("file:///a"))).isEmpty();
    }
}
