package org.dengbej.speech.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.dengbej.files.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the Hugging Face hub's <a href="https://huggingface.co/docs/hub/api">HTTP API</a>: it lists the files of a repository, and
 * downloads them. A download that broke off is resumed, every file is held to the size and checksum that the listing names, and it gets
 * its name when it is whole.
 */
public final class HubClient {

    private static final Logger LOG = LoggerFactory.getLogger(HubClient.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_REDIRECTS = 5;
    private static final String INCOMPLETE = ".incomplete";
    private static final String COMMIT = "[0-9a-fA-F]{7,64}";

    private final URI endpoint;
    private final Optional<String> token;
    private final int maxAttempts;
    private final Duration retryInterval;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * A client that tries {@value MAX_ATTEMPTS} times.
     *
     * @param endpoint a server that answers as the Hugging Face hub does
     * @param token    of an account that may read gated or private repositories
     */
    public HubClient(URI endpoint, Optional<String> token) {
        this(endpoint, token, MAX_ATTEMPTS, RETRY_INTERVAL);
    }

    /**
     * A client that tries so often.
     *
     * @param retryInterval before the second attempt; it doubles with each one
     */
    public HubClient(URI endpoint, Optional<String> token, int maxAttempts, Duration retryInterval) {
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

    URI endpoint() {
        return endpoint;
    }

    /** All files of a repository at a branch, tag or commit. */
    HubListing listing(HubRepository repository, String revision) throws IOException {
        URI uri = endpoint.resolve("%s/revision/%s?blobs=true".formatted(repository.apiPath(), encoded(revision)));
        JsonNode answer = json(uri);
        List<HubFile> files = new ArrayList<>();
        answer.path("siblings").forEach(entry -> files.add(HubFile.ofSibling(entry)));
        String commit = answer.path("sha").asText();
        if (!commit.matches(COMMIT)) {
            throw new IOException("%s answered no commit, found '%s'".formatted(uri, commit));
        }
        return new HubListing(commit, files);
    }

    /** The files of one folder, for a repository of thousands of files. */
    List<HubFile> folder(HubRepository repository, String revision, String path) throws IOException {
        JsonNode answer = json(endpoint.resolve(
                "%s/tree/%s/%s".formatted(repository.apiPath(), encoded(revision), encodedPath(path))));
        List<HubFile> files = new ArrayList<>();
        answer.forEach(entry -> {
            if (entry.path("type").asText().equals("file")) {
                files.add(HubFile.ofTree(entry));
            }
        });
        return files;
    }

    private JsonNode json(URI uri) throws IOException {
        return retried(() -> {
            try (InputStream body = new StallGuard(get(uri, 0).body(), RESPONSE_TIMEOUT)) {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IOException("%s answered what is no JSON: %s".formatted(uri, e.getOriginalMessage()), e);
            }
        });
    }

    /**
     * Downloads a file; one that is there already is left, since it got its name when its checksum was right.
     *
     * @param revision branch, tag or commit
     */
    void download(HubRepository repository, String revision, HubFile file, Path target) throws IOException {
        if (Files.isRegularFile(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path incomplete = target.resolveSibling(target.getFileName() + INCOMPLETE);
        URI uri = endpoint.resolve(
                "%s/resolve/%s/%s".formatted(repository.filePath(), encoded(revision), encodedPath(file.path())));
        retried(() -> {
            transfer(uri, file, incomplete);
            check(file, incomplete);
            return null;
        });
        AtomicFile.place(incomplete, target);
        LOG.info("downloaded: repository={} file={} bytes={}", repository, file.path(), Files.size(target));
    }

    /** Goes on where an earlier attempt broke off, when the server can. No more is written than the file has, and a byte. */
    private void transfer(URI uri, HubFile file, Path incomplete) throws IOException {
        long have = Files.exists(incomplete) ? Files.size(incomplete) : 0;
        if (have > 0 && have == file.bytes()) {
            return; // all but the check was done
        }
        HttpResponse<InputStream> response = get(uri, have);
        boolean resumed = response.statusCode() == 206;
        try (InputStream in = new StallGuard(response.body(), RESPONSE_TIMEOUT)) {
            if (response.statusCode() == 416) {
                Files.delete(incomplete);
                throw new IOException("%s answered 416 to a resumption at %d".formatted(uri, have));
            }
            try (OutputStream out = Files.newOutputStream(
                    incomplete,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                long missing = file.bytes() - (resumed ? have : 0);
                IOUtils.copyLarge(in, out, 0, file.bytes() < 0 ? Long.MAX_VALUE : Math.max(missing, 0) + 1);
            } catch (IOException e) {
                throw new IOException("%s broke off: %s".formatted(file.path(), reason(e)), e);
            }
        }
    }

    private static void check(HubFile file, Path incomplete) throws IOException {
        long bytes = Files.size(incomplete);
        if (bytes < file.bytes()) {
            throw new IOException("%s broke off after %d of %d bytes".formatted(file.path(), bytes, file.bytes()));
        }
        if (!file.matches(incomplete)) {
            Files.delete(incomplete); // another attempt begins anew
            throw new IOException("%s is not what the hub names: expected %s, found %d others"
                    .formatted(file.path(), file.contents(), bytes));
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
            } catch (HubRefusedException e) {
                throw e;
            } catch (IOException e) {
                if (tries >= maxAttempts) {
                    throw e;
                }
                LOG.warn("download tried again: attempt={} reason={}", tries, reason(e));
                pause(tries);
            }
        }
    }

    private void pause(int tries) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(retryInterval.toMillis() << Math.min(tries - 1, 5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubRefusedException("interrupted while downloading");
        }
    }

    /** The exceptions of the HTTP client often have no message. */
    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** An answer with a body that is asked for: 200, 206, or 416 to a range that is not there. */
    private HttpResponse<InputStream> get(URI first, long from) throws IOException {
        URI uri = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(uri, from);
            int status = response.statusCode();
            if (status == 200 || from > 0 && (status == 206 || status == 416)) {
                return response;
            }
            response.body().close();
            Optional<String> location = response.headers().firstValue("Location");
            if (status < 300 || status >= 400 || location.isEmpty()) {
                throw refused(first, uri, status);
            }
            uri = redirected(uri, location.get());
        }
        throw new HubRefusedException("%s was redirected more than %d times".formatted(first, MAX_REDIRECTS));
    }

    private static URI redirected(URI uri, String location) throws IOException {
        try {
            return uri.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubRefusedException("%s redirects to what is no address: '%s'".formatted(uri, location));
        }
    }

    private IOException refused(URI first, URI last, int status) {
        if (status == 401 || status == 403) {
            return new HubRefusedException(
                    "%s answered %d; is the id right? A gated or private one needs the token of an account that may read it (HF_TOKEN)%s"
                            .formatted(first, status, token.isPresent() ? ", this one's may not" : ""));
        }
        if (status >= 400 && status < 500 && status != 408 && status != 429) {
            return new HubRefusedException(
                    "%s answered %d; is the id right, and the revision?".formatted(first, status));
        }
        return new IOException("%s answered %d".formatted(last, status));
    }

    /** The token is for the hub alone, not for the store of files that it redirects to. */
    private HttpResponse<InputStream> send(URI uri, long from) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(RESPONSE_TIMEOUT);
            if (from > 0) {
                request.header("Range", "bytes=%d-".formatted(from));
            }
            if (token.isPresent() && endpoint.getAuthority().equals(uri.getAuthority())) {
                request.header("Authorization", "Bearer " + token.get());
            }
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw new HubRefusedException("%s is no address of a hub: %s".formatted(uri, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubRefusedException("interrupted while downloading " + uri);
        }
    }

    private static String encodedPath(String path) {
        return Stream.of(path.split("/"))
                .map(part -> encoded(part).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
