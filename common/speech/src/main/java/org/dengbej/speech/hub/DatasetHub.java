package org.dengbej.speech.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dengbej.files.AtomicFile;
import org.dengbej.files.Checksums;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The download of a data set in Parquet from the Hugging Face hub, by its <a href="https://huggingface.co/docs/hub/api">HTTP API</a>,
 * once into a cache. What broke off is resumed, every file is held to the size and checksum that the hub names, and a data set without
 * Parquet is taken in the form that the hub converts it to. Without a network the cache is used as it is.
 */
public final class DatasetHub {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetHub.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONVERTED = "refs/convert/parquet";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_REDIRECTS = 5;
    private static final String INCOMPLETE = ".incomplete";

    /**
     * A file of a data set.
     *
     * @param path   in the repository
     * @param bytes  its size; -1 where the hub does not say
     * @param sha256 in hexadecimal; empty where the hub does not say
     */
    private record RemoteFile(String path, long bytes, String sha256) {}

    private record Revision(String commit, List<RemoteFile> parquet) {}

    private final Path cache;
    private final URI endpoint;
    private final Optional<String> token;
    private final int maxAttempts;
    private final Duration retryInterval;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * @param cache    folder that keeps what was downloaded
     * @param endpoint a server that answers as the Hugging Face hub does
     * @param token    of an account that may read gated or private data sets
     */
    public DatasetHub(Path cache, URI endpoint, Optional<String> token) {
        this(cache, endpoint, token, 5, Duration.ofSeconds(2));
    }

    DatasetHub(Path cache, URI endpoint, Optional<String> token, int maxAttempts, Duration retryInterval) {
        this.cache = cache;
        this.endpoint = endpoint;
        this.token = token.map(String::strip).filter(text -> !text.isEmpty());
        this.maxAttempts = maxAttempts;
        this.retryInterval = retryInterval;
    }

    /**
     * The token of the machine's user, where Hugging Face's own tools look for it: the environment's {@code HF_TOKEN}, else the file
     * that {@code HF_TOKEN_PATH} names, else {@code ~/.cache/huggingface/token}.
     */
    public static Optional<String> userToken() {
        String given = System.getenv("HF_TOKEN");
        if (given != null && !given.isBlank()) {
            return Optional.of(given);
        }
        String path = System.getenv("HF_TOKEN_PATH");
        Path file = path != null
                ? Path.of(path)
                : Path.of(System.getProperty("user.home"), ".cache", "huggingface", "token");
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("token not read: file={} reason={}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The folder that holds the Parquet files of a data set.
     *
     * @throws DatasetUnavailableException when the hub does not give it and the cache does not have it
     */
    public Path resolve(DatasetReference reference) {
        Path folder = cache.resolve("datasets--" + reference.id().replace("/", "--"));
        Path ref = folder.resolve("refs").resolve(reference.revision().replace("/", "--"));
        try {
            Revision revision = revision(reference);
            Path snapshot = folder.resolve("snapshots").resolve(revision.commit);
            for (RemoteFile file : revision.parquet) {
                fetch(
                        reference,
                        revision.commit,
                        file,
                        snapshot.resolve(file.path).normalize(),
                        snapshot);
            }
            AtomicFile.writeString(ref, revision.commit);
            return snapshot;
        } catch (IOException e) {
            return cached(reference, folder, ref, e);
        }
    }

    private Path cached(DatasetReference reference, Path folder, Path ref, IOException why) {
        try {
            if (Files.isRegularFile(ref)) {
                Path snapshot = folder.resolve("snapshots")
                        .resolve(Files.readString(ref).strip());
                LOG.warn("hub not reached, cached data set used: dataset={} reason={}", reference, why.getMessage());
                return snapshot;
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        throw new DatasetUnavailableException(
                "[%s] could not be downloaded from %s: %s".formatted(reference, endpoint, why.getMessage()), why);
    }

    private Revision revision(DatasetReference reference) throws IOException {
        Revision asked = revision(reference.id(), reference.revision());
        if (!asked.parquet.isEmpty()) {
            return asked;
        }
        Revision converted = revision(reference.id(), CONVERTED);
        if (converted.parquet.isEmpty()) {
            throw new IOException("it has no Parquet files; download it by hand and name its folder instead");
        }
        LOG.info("data set without Parquet, the hub's conversion is taken: dataset={}", reference);
        return converted;
    }

    private Revision revision(String id, String revision) throws IOException {
        URI uri = endpoint.resolve("/api/datasets/%s/revision/%s?blobs=true"
                .formatted(id, URLEncoder.encode(revision, StandardCharsets.UTF_8)));
        JsonNode answer = retried(() -> {
            try (InputStream body = get(uri, 0).body()) {
                return JSON.readTree(body);
            }
        });
        List<RemoteFile> parquet = new ArrayList<>();
        for (JsonNode file : answer.path("siblings")) {
            String path = file.path("rfilename").asText();
            if (path.endsWith(".parquet")) {
                JsonNode lfs = file.path("lfs");
                parquet.add(new RemoteFile(
                        path,
                        lfs.path("size").asLong(file.path("size").asLong(-1)),
                        lfs.path("sha256").asText("")));
            }
        }
        String commit = answer.path("sha").asText();
        if (!commit.matches("[0-9a-fA-F]{7,64}")) {
            throw new IOException("%s answered no commit, found '%s'".formatted(uri, commit));
        }
        return new Revision(commit, parquet);
    }

    private void fetch(DatasetReference reference, String commit, RemoteFile file, Path target, Path snapshot)
            throws IOException {
        if (!target.startsWith(snapshot)) {
            throw new IOException("the file '%s' lies outside the data set".formatted(file.path));
        }
        if (Files.isRegularFile(target)) {
            return; // it got its name when its checksum was right
        }
        Files.createDirectories(target.getParent());
        Path incomplete = target.resolveSibling(target.getFileName() + INCOMPLETE);
        String path = Stream.of(file.path.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        URI uri = endpoint.resolve("/datasets/%s/resolve/%s/%s".formatted(reference.id(), commit, path));
        retried(() -> {
            download(uri, incomplete);
            check(file, incomplete);
            return null;
        });
        Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("downloaded: dataset={} file={} bytes={}", reference, file.path, Files.size(target));
    }

    /** Goes on where an earlier attempt broke off, when the server can. */
    private void download(URI uri, Path incomplete) throws IOException {
        long have = Files.exists(incomplete) ? Files.size(incomplete) : 0;
        HttpResponse<InputStream> response = get(uri, have);
        boolean resumed = response.statusCode() == 206;
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(
                        incomplete,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
            in.transferTo(out);
        }
    }

    private static void check(RemoteFile file, Path incomplete) throws IOException {
        long bytes = Files.size(incomplete);
        if (file.bytes >= 0 && bytes < file.bytes) {
            throw new IOException("%s broke off after %d of %d bytes".formatted(file.path, bytes, file.bytes));
        }
        boolean damaged = file.bytes >= 0 && bytes > file.bytes
                || !file.sha256.isEmpty() && !Checksums.sha256(incomplete).equalsIgnoreCase(file.sha256);
        if (damaged) {
            Files.delete(incomplete); // another attempt begins anew
            throw new IOException("%s is not what the hub names: expected %d bytes of SHA-256 %s, found %d others"
                    .formatted(file.path, file.bytes, file.sha256, bytes));
        }
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    /** Tries again what may go well later: a connection that breaks, a server that is busy. */
    private <T> T retried(Attempt<T> attempt) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                if (tries == maxAttempts) {
                    throw e;
                }
                LOG.warn("download tried again: attempt={} reason={}", tries, e.getMessage());
                pause(tries);
            }
        }
    }

    private void pause(int tries) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(retryInterval.toMillis() << Math.min(tries - 1, 5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while downloading");
        }
    }

    /** An answer that no repetition changes. */
    private static final class RefusedException extends IOException {

        RefusedException(String message) {
            super(message);
        }
    }

    private HttpResponse<InputStream> get(URI first, long from) throws IOException {
        URI uri = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(uri, from);
            int status = response.statusCode();
            if (status == 200 || status == 206) {
                return response;
            }
            response.body().close();
            Optional<String> location = response.headers().firstValue("Location");
            if (status >= 300 && status < 400 && location.isPresent()) {
                uri = uri.resolve(location.get());
            } else if (status == 416) {
                throw new IOException("%s answered 416: nothing is left to send".formatted(uri));
            } else if (status == 401 || status == 403) {
                throw new RefusedException(
                        "%s answered %d; a gated or private data set needs the token of an account that may read it (HF_TOKEN)%s"
                                .formatted(first, status, token.isPresent() ? ", this one's may not" : ""));
            } else if (status >= 400 && status < 500 && status != 408 && status != 429) {
                throw new RefusedException(
                        "%s answered %d; is the id right, and the revision?".formatted(first, status));
            } else {
                throw new IOException("%s answered %d".formatted(uri, status));
            }
        }
        throw new RefusedException("%s was redirected more than %d times".formatted(first, MAX_REDIRECTS));
    }

    /** The token is for the hub alone, not for the store of files that it redirects to. */
    private HttpResponse<InputStream> send(URI uri, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(RESPONSE_TIMEOUT);
        if (from > 0) {
            request.header("Range", "bytes=%d-".formatted(from));
        }
        if (token.isPresent() && uri.getAuthority().equals(endpoint.getAuthority())) {
            request.header("Authorization", "Bearer " + token.get());
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while downloading " + uri);
        }
    }
}
