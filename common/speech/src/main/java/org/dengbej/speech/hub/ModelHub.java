package org.dengbej.speech.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dengbej.files.AtomicFolder;
import org.dengbej.files.FileUris;
import org.dengbej.speech.folder.WeightIndex;

/**
 * A client of a model hub, with a cache. A Hugging Face id ({@code facebook/mms-tts-kmr-script_latin}) is downloaded once into the
 * cache; a download that broke off leaves nothing there that looks whole.
 */
public final class ModelHub {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final List<String> REQUIRED = List.of("config.json", "vocab.json", "tokenizer_config.json");
    private static final List<String> OPTIONAL = List.of(
            "special_tokens_map.json",
            "added_tokens.json",
            "preprocessor_config.json",
            "speaker_ids.json",
            "lexicon.tsv");

    /** Files of weights in the order in which transformers looks for them; the one of the four that the hub has. */
    private static final List<String> WEIGHTS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final String INDEX = ".index.json";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

    private final Path cache;
    private final URI endpoint;
    private final HttpClient http;

    /**
     * @param cache    folder that keeps what was downloaded
     * @param endpoint a server that answers {@code /<id>/resolve/main/<file>} as the Hugging Face hub does
     */
    public ModelHub(Path cache, URI endpoint) {
        this.cache = cache;
        this.endpoint = endpoint;
        this.http = HttpClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /**
     * The folder of a model.
     *
     * @param reference a folder (path or {@code file:} URI) or a Hugging Face id
     * @throws ModelUnavailableException when there is no such folder, or the hub does not give the files
     */
    public Path resolve(String reference) {
        Optional<Path> folder = folder(reference);
        if (folder.isPresent()) {
            return folder.get();
        }
        if (!ID.matcher(reference).matches()) {
            throw new ModelUnavailableException(
                    "[%s] expected a folder that exists or a Hugging Face id like owner/name".formatted(reference));
        }
        Path cached = cache.resolve(reference.replace("/", "--"));
        return Files.isDirectory(cached) ? cached : download(reference, cached);
    }

    /** The folder of this machine that a reference names; empty for an id of the hub, and where there is none. */
    public static Optional<Path> folder(String reference) {
        try {
            Path path =
                    reference.startsWith("file:") ? FileUris.path("model", URI.create(reference)) : Path.of(reference);
            return Optional.of(path).filter(Files::isDirectory);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no path, so it names no folder; the caller says what is expected
        }
    }

    private Path download(String id, Path target) {
        try {
            Files.createDirectories(cache);
            Path partial = Files.createTempDirectory(cache, ".partial-");
            try {
                for (String file : REQUIRED) {
                    require(fetch(id, file, partial), id, file);
                }
                for (String file : OPTIONAL) {
                    fetch(id, file, partial);
                }
                fetchWeights(id, partial);
                publish(partial, target);
            } finally {
                AtomicFolder.delete(partial);
            }
            return target;
        } catch (IOException e) {
            throw new ModelUnavailableException(
                    "[%s] could not be downloaded from %s: %s; is the network there? A folder works without one"
                            .formatted(id, endpoint, e),
                    e);
        }
    }

    private static void publish(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was first; what it downloaded is the same.
        }
    }

    private void fetchWeights(String id, Path folder) throws IOException {
        for (String file : WEIGHTS) {
            if (fetch(id, file, folder)) {
                if (file.endsWith(INDEX)) {
                    fetchShards(id, folder.resolve(file));
                }
                return;
            }
        }
        throw new ModelUnavailableException(
                "[%s] %s answered 404 for each of %s; is the id right, and is it a voice of transformers'?"
                        .formatted(id, endpoint, WEIGHTS));
    }

    private void fetchShards(String id, Path index) throws IOException {
        WeightIndex shards;
        try {
            shards = WeightIndex.read(index);
        } catch (IllegalArgumentException e) {
            throw new ModelUnavailableException("[%s] %s".formatted(id, e.getMessage()), e);
        }
        for (String shard : shards.files()) {
            require(fetch(id, shard, index.getParent()), id, shard);
        }
    }

    private void require(boolean found, String id, String file) {
        if (!found) {
            throw new ModelUnavailableException("[%s] %s answered 404; is the id right, and does the model have a %s?"
                    .formatted(id, uri(id, file), file));
        }
    }

    private URI uri(String id, String file) {
        return endpoint.resolve("/%s/resolve/main/%s".formatted(id, file));
    }

    /** Returns false where the hub has no such file. */
    private boolean fetch(String id, String file, Path folder) throws IOException {
        URI uri = uri(id, file);
        HttpResponse<Path> response = get(uri, folder.resolve(file));
        if (response.statusCode() == 200) {
            return true;
        }
        Files.deleteIfExists(folder.resolve(file));
        if (response.statusCode() != 404) {
            throw new ModelUnavailableException("[%s] %s answered %d; is the id right, and does the model have a %s?"
                    .formatted(id, uri, response.statusCode(), file));
        }
        return false;
    }

    private HttpResponse<Path> get(URI uri, Path file) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).timeout(RESPONSE_TIMEOUT).build(), BodyHandlers.ofFile(file));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while downloading " + uri, e);
        }
    }
}
