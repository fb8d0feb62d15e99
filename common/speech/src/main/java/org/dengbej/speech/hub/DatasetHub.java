package org.dengbej.speech.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dengbej.files.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of the hub's data sets in Parquet. A data set without Parquet is taken in the form that the hub converts it to. Without a
 * network the cache is used as it is.
 */
public final class DatasetHub {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetHub.class);
    private static final String CONVERTED = "refs/convert/parquet";
    private static final String PARQUET = ".parquet";

    private final Path cache;
    private final HubClient client;

    /**
     * @param cache  folder that keeps what was downloaded
     * @param client of the hub
     */
    public DatasetHub(Path cache, HubClient client) {
        this.cache = cache;
        this.client = client;
    }

    /**
     * The folder that holds the Parquet files of a data set.
     *
     * @throws DatasetUnavailableException when the hub does not give it and the cache does not have it
     */
    public Path resolve(DatasetReference reference) {
        String name = "datasets--" + reference.id().replace("/", "--");
        Path folder = cache.resolve(name);
        Path ref = folder.resolve("refs").resolve(reference.revision().replace("/", "--"));
        try {
            HubRepository repository = HubRepository.dataset(reference.id());
            HubListing listing = listing(repository, reference);
            Path snapshot = folder.resolve("snapshots").resolve(listing.commit());
            try (CacheLock lock = CacheLock.acquire(cache, name)) {
                for (HubFile file : listing.files()) {
                    client.download(repository, listing.commit(), file, inside(snapshot, file));
                }
                AtomicFile.writeString(ref, listing.commit());
            }
            return snapshot;
        } catch (IOException e) {
            return cached(reference, folder, ref, e);
        }
    }

    private static Path inside(Path snapshot, HubFile file) throws IOException {
        Path target = snapshot.resolve(file.path()).normalize();
        if (!target.startsWith(snapshot)) {
            throw new IOException("the file '%s' lies outside the data set".formatted(file.path()));
        }
        return target;
    }

    private Path cached(DatasetReference reference, Path folder, Path ref, IOException why) {
        try {
            if (Files.isRegularFile(ref)) {
                Path snapshot = folder.resolve("snapshots")
                        .resolve(Files.readString(ref).strip());
                LOG.warn(
                        "hub not reached, cached data set used: dataset={} reason={}",
                        reference,
                        HubClient.reason(why));
                return snapshot;
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        throw new DatasetUnavailableException(
                "[%s] could not be downloaded from %s: %s"
                        .formatted(reference, client.endpoint(), HubClient.reason(why)),
                why);
    }

    private HubListing listing(HubRepository repository, DatasetReference reference) throws IOException {
        HubListing asked = parquet(client.listing(repository, reference.revision()));
        if (!asked.files().isEmpty()) {
            return asked;
        }
        HubListing converted = parquet(client.listing(repository, CONVERTED));
        if (converted.files().isEmpty()) {
            throw new IOException("it has no Parquet files; download it by hand and name its folder instead");
        }
        LOG.info("data set without Parquet, the hub's conversion is taken: dataset={}", reference);
        return converted;
    }

    private static HubListing parquet(HubListing all) {
        List<HubFile> files = all.files().stream()
                .filter(file -> file.path().endsWith(PARQUET))
                .toList();
        return new HubListing(all.commit(), files);
    }
}
