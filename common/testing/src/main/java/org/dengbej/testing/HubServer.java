package org.dengbej.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server that behaves as the Hugging Face hub: an API of repositories, small files from itself, large ones by a redirect to a store of
 * its own address; ranges, tokens, and on demand the faults of networks and proxies.
 */
public final class HubServer implements AutoCloseable {

    /** Faults of every file that is sent. */
    public enum Fault {
        NONE,
        /** The first byte is another. */
        DAMAGED,
        /** As many bytes as there should be and some more. */
        TOO_LONG,
        /** A page of a proxy, with status 200. */
        HTML,
        /** The connection ends in the middle, every time. */
        TRUNCATED,
        /** Each answer redirects to the next. */
        ENDLESS_REDIRECT
    }

    /** Files above this size lie in Git LFS. */
    private static final int LFS_BYTES = 1000;

    private static final String MAIN = "main";
    private static final Pattern API =
            Pattern.compile("/api/(models|datasets)/([^/]+/[^/]+)/(revision|tree)/([^/?]+)/?([^?]*)");
    private static final Pattern FILE = Pattern.compile("/(datasets/)?([^/]+/[^/]+)/resolve/([^/]+)/(.+)");
    private static final String HTML = "<!DOCTYPE html><html><body>Please sign in to this network</body></html>";

    private record Repository(String key, Map<String, byte[]> files) {

        String commit() {
            return sum("SHA-1", key.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** By kind, id and revision. */
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger breakOffs = new AtomicInteger();
    private final HttpServer hub;
    private final HttpServer store;
    private volatile String token;
    private volatile Fault fault = Fault.NONE;

    public HubServer() {
        hub = server(this::serve);
        store = server(this::serveStored);
    }

    private static HttpServer server(HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + hub.getAddress().getPort());
    }

    /** Puts a file into a model's branch {@code main}. */
    public void putModel(String id, String path, byte[] content) {
        put("models", id, MAIN, path, content);
    }

    /** Puts the files of a folder there, under a path that may be empty. */
    public void putModel(String id, String path, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                putModel(id, path + file.getFileName(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void removeModel(String id, String path) {
        repositories.get(key("models", id, MAIN)).files().remove(path);
    }

    /** Puts a file into a data set's revision. */
    public void putDataset(String id, String revision, String path, byte[] content) {
        put("datasets", id, revision, path, content);
    }

    public void removeDataset(String id, String revision, String path) {
        repositories.get(key("datasets", id, revision)).files().remove(path);
    }

    private void put(String kind, String id, String revision, String path, byte[] content) {
        repositories
                .computeIfAbsent(key(kind, id, revision), key -> new Repository(key, new TreeMap<>()))
                .files()
                .put(path, content);
    }

    private static String key(String kind, String id, String revision) {
        return "%s/%s@%s".formatted(kind, id, revision);
    }

    /** Answers 401 without this token; null: everything is public. */
    public void requireToken(String needed) {
        token = needed;
    }

    /** Ends the next files of the store in the middle. */
    public void breakOff(int times) {
        breakOffs.set(times);
    }

    public void fault(Fault every) {
        fault = every;
    }

    /** The requests so far, in order: a path of the hub's, or {@code store}, the path, the range and the token that the store was given. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The number of files that the store was asked for. */
    public int stored() {
        return (int) requests.stream().filter(each -> each.startsWith("store ")).count();
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(path);
        if (token != null && !authorized(exchange)) {
            answer(exchange, 401, "{\"error\": \"Invalid username or password.\"}");
            return;
        }
        Matcher api = API.matcher(path);
        Matcher file = FILE.matcher(path);
        if (api.matches()) {
            serveApi(exchange, api);
        } else if (file.matches()) {
            String kind = file.group(1) == null ? "models" : "datasets";
            serveFile(
                    exchange,
                    find(kind, file.group(2), decoded(file.group(3)))
                            .map(repository -> repository.files().get(decoded(file.group(4)))));
        } else {
            answer(exchange, 404, "");
        }
    }

    private boolean authorized(HttpExchange exchange) {
        return ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Its revision may be named by the commit. */
    private Optional<Repository> find(String kind, String id, String revision) {
        return Optional.ofNullable(repositories.get(key(kind, id, revision)))
                .or(() -> repositories.values().stream()
                        .filter(each -> each.key().startsWith(kind + "/" + id + "@")
                                && each.commit().equals(revision))
                        .findFirst());
    }

    /** The hub does not tell strangers whether a repository is there. */
    private void serveApi(HttpExchange exchange, Matcher api) throws IOException {
        String revision = decoded(api.group(4));
        Optional<Repository> found = find(api.group(1), api.group(2), revision);
        String folder = decoded(api.group(5));
        if (fault == Fault.HTML) {
            answer(exchange, 200, HTML);
        } else if (found.isEmpty()) {
            boolean known = repositories.keySet().stream()
                    .anyMatch(key -> key.startsWith("%s/%s@".formatted(api.group(1), api.group(2))));
            answer(exchange, known ? 404 : 401, "{\"error\": \"not found\"}");
        } else if (api.group(3).equals("revision")) {
            answer(exchange, 200, """
                    {"id": "%s", "sha": "%s", "siblings": [%s]}""".formatted(
                            api.group(2), found.get().commit(), entries(found.get(), "", HubServer::sibling)));
        } else {
            String entries = entries(found.get(), folder + "/", HubServer::treeEntry);
            answer(exchange, entries.isEmpty() ? 404 : 200, entries.isEmpty() ? "" : "[%s]".formatted(entries));
        }
    }

    private interface EntryFormat {
        String json(String path, byte[] content);
    }

    private static String entries(Repository repository, String folder, EntryFormat format) {
        return repository.files().entrySet().stream()
                .filter(file -> file.getKey().startsWith(folder))
                .map(file -> format.json(file.getKey(), file.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static boolean lfs(byte[] content) {
        return content.length > LFS_BYTES;
    }

    private static String sibling(String path, byte[] content) {
        String lfs = ", \"lfs\": {\"sha256\": \"%s\", \"size\": %d, \"pointerSize\": 134}"
                .formatted(sum("SHA-256", content), content.length);
        return "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"%s}"
                .formatted(path, content.length, blobId(content), lfs(content) ? lfs : "");
    }

    private static String treeEntry(String path, byte[] content) {
        String lfs = ", \"lfs\": {\"oid\": \"%s\", \"size\": %d, \"pointerSize\": 134}"
                .formatted(sum("SHA-256", content), content.length);
        return "{\"type\": \"file\", \"path\": \"%s\", \"size\": %d, \"oid\": \"%s\"%s}"
                .formatted(path, content.length, blobId(content), lfs(content) ? lfs : "");
    }

    /** The pointer's for a file in LFS, as the hub has it. */
    private static String blobId(byte[] content) {
        byte[] blob = lfs(content)
                ? "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8)
                : content;
        byte[] header = "blob %d\0".formatted(blob.length).getBytes(StandardCharsets.UTF_8);
        byte[] object = Arrays.copyOf(header, header.length + blob.length);
        System.arraycopy(blob, 0, object, header.length, blob.length);
        return sum("SHA-1", object);
    }

    private static String sum(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }

    private void serveFile(HttpExchange exchange, Optional<byte[]> content) throws IOException {
        if (content.isEmpty()) {
            answer(exchange, 404, "Entry not found");
        } else if (fault == Fault.ENDLESS_REDIRECT) {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().getRawPath());
            answer(exchange, 302, "");
        } else if (lfs(content.get())) {
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "http://127.0.0.1:%d/%s"
                                    .formatted(store.getAddress().getPort(), sum("SHA-256", content.get())));
            answer(exchange, 302, "");
        } else {
            send(exchange, content.get());
        }
    }

    private void serveStored(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add("store %s %s %s"
                .formatted(
                        path,
                        exchange.getRequestHeaders().getFirst("Range"),
                        exchange.getRequestHeaders().getFirst("Authorization")));
        Optional<byte[]> content = repositories.values().stream()
                .flatMap(repository -> repository.files().values().stream())
                .filter(each -> path.equals("/" + sum("SHA-256", each)))
                .findFirst();
        if (content.isPresent()) {
            send(exchange, content.get());
        } else {
            answer(exchange, 404, "");
        }
    }

    private void send(HttpExchange exchange, byte[] whole) throws IOException {
        if (fault == Fault.HTML) {
            answer(exchange, 200, HTML);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from > 0 && from >= whole.length) {
            answer(exchange, 416, "");
            return;
        }
        byte[] body = Arrays.copyOfRange(whole, from, whole.length + (fault == Fault.TOO_LONG ? 10 : 0));
        if (fault == Fault.DAMAGED) {
            body[0]++;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        boolean breaksOff =
                fault == Fault.TRUNCATED || lfs(whole) && breakOffs.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        exchange.getResponseBody().write(body, 0, breaksOff ? body.length / 2 : body.length);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
