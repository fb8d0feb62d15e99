package org.dengbej.speech.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dengbej.files.AtomicFile;
import org.dengbej.files.AtomicFolder;
import org.dengbej.files.FileUris;
import org.dengbej.speech.folder.WeightIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of the hub's models. A Hugging Face id ({@code facebook/mms-tts-kmr-script_latin}) is downloaded once; the folder of a model
 * gets its name when all of its files are there. What is in the cache needs no network.
 */
public final class ModelHub {

    private static final Logger LOG = LoggerFactory.getLogger(ModelHub.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final String MAIN = "main";
    private static final List<String> REQUIRED = List.of("config.json", "vocab.json", "tokenizer_config.json");
    private static final List<String> OPTIONAL = List.of(
            "special_tokens_map.json",
            "added_tokens.json",
            "preprocessor_config.json",
            "speaker_ids.json",
            "lexicon.tsv",
            "discriminator.safetensors");

    /** Files of weights in the order in which transformers looks for them; the one of the four that the hub has. */
    private static final List<String> WEIGHTS = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final String INDEX = ".index.json";

    /** Folder of the cache for models that are not complete yet. */
    private static final String INCOMPLETE = ".incomplete";

    private static final HubRepository MMS = HubRepository.model(MmsCheckpoint.REPOSITORY);

    private final Path cache;
    private final HubClient client;

    /**
     * @param cache folder that keeps what was downloaded
     * @param client of the hub
     */
    public ModelHub(Path cache, HubClient client) {
        this.cache = cache;
        this.client = client;
    }

    /** The same for a hub that is asked with the token of the machine's user. */
    public ModelHub(Path cache, URI endpoint) {
        this(cache, new HubClient(endpoint, HubClient.userToken()));
    }

    /**
     * The folder of a model. An MMS voice that the hub does not have by its id is taken as it was before it was converted, where that is
     * published.
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
        if (Files.isDirectory(cached)) {
            return cached;
        }
        Optional<MmsCheckpoint> mms = MmsCheckpoint.of(reference);
        Optional<Path> generator =
                mms.map(this::folder).filter(each -> Files.isRegularFile(each.resolve(MmsCheckpoint.GENERATOR)));
        return generator.orElseGet(() -> download(reference, mms, cached));
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

    /**
     * The folder that holds the discriminators of an MMS voice in the original code's file.
     *
     * @throws ModelUnavailableException when the cache does not have them and the hub does not give them
     */
    public Path discriminators(MmsCheckpoint mms) {
        if (Files.isRegularFile(folder(mms).resolve(MmsCheckpoint.DISCRIMINATOR))) {
            return folder(mms);
        }
        try {
            return download(
                    mms, List.of(MmsCheckpoint.CONFIG, MmsCheckpoint.VOCABULARY), List.of(MmsCheckpoint.DISCRIMINATOR));
        } catch (IOException e) {
            throw unavailable(mms.discriminators(), e);
        }
    }

    private Path folder(MmsCheckpoint mms) {
        return cache.resolve(mms.cacheName());
    }

    private ModelUnavailableException unavailable(String what, IOException e) {
        return new ModelUnavailableException(
                "[%s] could not be downloaded from %s: %s".formatted(what, client.endpoint(), HubClient.reason(e)), e);
    }

    private Path download(String id, Optional<MmsCheckpoint> mms, Path target) {
        try {
            return download(id, target);
        } catch (HubRefusedException e) {
            return mms.flatMap(checkpoint -> original(checkpoint, e)).orElseThrow(() -> unavailable(id, e));
        } catch (IOException e) {
            throw new ModelUnavailableException(
                    "[%s] could not be downloaded from %s: %s; is the network there? A folder works without one"
                            .formatted(id, client.endpoint(), HubClient.reason(e)),
                    e);
        }
    }

    /** The folder of the original checkpoint, whose generator comes last; empty where the hub does not give that either. */
    private Optional<Path> original(MmsCheckpoint mms, HubRefusedException why) {
        try {
            Path folder = download(
                    mms,
                    List.of(MmsCheckpoint.DISCRIMINATOR),
                    List.of(MmsCheckpoint.CONFIG, MmsCheckpoint.VOCABULARY, MmsCheckpoint.GENERATOR));
            LOG.warn("model not on the hub, MMS' original is used: folder={} reason={}", folder, why.getMessage());
            return Optional.of(folder);
        } catch (IOException e) {
            why.addSuppressed(e);
            return Optional.empty();
        }
    }

    /** Each file gets its name when it is whole, the last of the required ones last. */
    private Path download(MmsCheckpoint mms, List<String> optional, List<String> required) throws IOException {
        List<HubFile> there = client.folder(MMS, MAIN, mms.folder());
        List<HubFile> files = new ArrayList<>();
        for (String name : Stream.concat(optional.stream(), required.stream()).toList()) {
            Optional<HubFile> file =
                    there.stream().filter(each -> each.name().equals(name)).findFirst();
            if (file.isEmpty() && required.contains(name)) {
                throw new HubRefusedException("%s of %s has no %s, found %s"
                        .formatted(
                                mms.folder(),
                                MMS,
                                name,
                                there.stream().map(HubFile::name).toList()));
            }
            file.ifPresent(files::add);
        }
        try (CacheLock lock = CacheLock.acquire(cache, mms.cacheName())) {
            for (HubFile file : files) {
                client.download(MMS, MAIN, file, folder(mms).resolve(file.name()));
            }
        }
        return folder(mms);
    }

    private Path download(String id, Path target) throws IOException {
        HubRepository repository = HubRepository.model(id);
        HubListing listing = client.listing(repository, MAIN);
        HubFile weights = weights(id, listing);
        List<HubFile> files = new ArrayList<>();
        for (String name : REQUIRED) {
            files.add(required(id, listing, name));
        }
        OPTIONAL.forEach(name -> listing.find(name).ifPresent(files::add));
        String name = target.getFileName().toString();
        try (CacheLock lock = CacheLock.acquire(cache, name)) {
            if (Files.isDirectory(target)) {
                return target; // another process was first; what it downloaded is the same
            }
            Path partial = partial(name, listing.commit());
            for (HubFile file : files) {
                client.download(repository, listing.commit(), file, partial.resolve(file.name()));
            }
            client.download(repository, listing.commit(), weights, partial.resolve(weights.name()));
            if (weights.name().endsWith(INDEX)) {
                downloadShards(repository, listing, partial, weights.name());
            }
            AtomicFile.place(partial, target);
        }
        return target;
    }

    /** The folder in which a download is resumed; what is left of other commits is deleted. */
    private Path partial(String name, String commit) throws IOException {
        Path all = Files.createDirectories(cache.resolve(INCOMPLETE));
        Path partial = all.resolve(name + "@" + commit);
        List<Path> others;
        try (Stream<Path> folders = Files.list(all)) {
            others = folders.filter(folder -> folder.getFileName().toString().startsWith(name + "@"))
                    .filter(folder -> !folder.equals(partial))
                    .toList();
        }
        for (Path other : others) {
            AtomicFolder.delete(other);
        }
        return Files.createDirectories(partial);
    }

    private HubFile weights(String id, HubListing listing) {
        return WEIGHTS.stream()
                .flatMap(name -> listing.find(name).stream())
                .findFirst()
                .orElseThrow(() -> new ModelUnavailableException(
                        "[%s] expected one of %s on %s, found none; is the id right, and is it a voice of transformers'?"
                                .formatted(id, WEIGHTS, client.endpoint())));
    }

    private HubFile required(String id, HubListing listing, String name) {
        return listing.find(name)
                .orElseThrow(() -> new ModelUnavailableException(
                        "[%s] expected a file %s on %s, found none; is the id right, and is it a voice of transformers'?"
                                .formatted(id, name, client.endpoint())));
    }

    private void downloadShards(HubRepository repository, HubListing listing, Path partial, String index)
            throws IOException {
        try {
            for (String shard : WeightIndex.read(partial.resolve(index)).files()) {
                HubFile file = required(repository.id(), listing, shard);
                client.download(repository, listing.commit(), file, partial.resolve(shard));
            }
        } catch (IllegalArgumentException e) {
            throw new ModelUnavailableException("[%s] %s".formatted(repository, e.getMessage()), e);
        }
    }
}
