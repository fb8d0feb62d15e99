package org.dengbej.speech.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.dengbej.testing.HubServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasetHubTest {

    private static final String ID = "team/speech";
    private static final String SHARD = "data/train-00000-of-00001.parquet";
    private static final DatasetReference REFERENCE = new DatasetReference(ID, null);

    @TempDir
    Path cache;

    private final byte[] content = new byte[200_000];
    private final HubServer server = new HubServer();

    @BeforeEach
    void aDataSet() {
        new Random(1).nextBytes(content);
        server.putDataset(ID, "main", "README.md", "Hello".getBytes(StandardCharsets.UTF_8));
        server.putDataset(ID, "main", SHARD, content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DatasetHub hub(String token) {
        return new DatasetHub(
                cache, new HubClient(server.endpoint(), Optional.ofNullable(token), 3, Duration.ofMillis(1)));
    }

    @Test
    void aDataSetIsDownloadedOnce() {
        Path folder = hub(null).resolve(REFERENCE);
        assertThat(folder.resolve(SHARD)).hasBinaryContent(content);
        assertThat(folder.resolve("README.md")).doesNotExist();
        int stored = server.stored();
        assertThat(hub(null).resolve(REFERENCE)).isEqualTo(folder);
        assertThat(server.stored()).isEqualTo(stored);
    }

    @Test
    void aDownloadThatBreaksOffIsResumed() {
        server.breakOff(2);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(server.requests()).anyMatch(request -> request.contains(" bytes="));
    }

    @Test
    void aDownloadIsResumedByALaterProcess() {
        server.breakOff(3);
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE)).isInstanceOf(DatasetUnavailableException.class);
        server.breakOff(0);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(server.requests().get(server.requests().size() - 1)).contains(" bytes=");
    }

    @Test
    void aFileThatIsNotWhatTheHubNamesIsNamed() {
        server.fault(HubServer.Fault.DAMAGED);
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining(SHARD)
                .hasMessageContaining("SHA-256");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aHostileAnswerIsNeverTaken(HubServer.Fault fault) throws IOException {
        server.fault(fault);
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE)).isInstanceOf(DatasetUnavailableException.class);
        try (var files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .isEmpty();
        }
        server.fault(HubServer.Fault.NONE);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
    }

    @Test
    void aTokenOpensAGatedDataSetAndStaysWithTheHub() {
        server.requireToken("hf_secret");
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("HF_TOKEN");
        assertThat(hub("hf_secret").resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
        assertThat(server.requests()).anyMatch(request -> request.matches("store .* null null"));
    }

    @Test
    void aDataSetWithoutParquetIsTakenAsTheHubConvertsIt() {
        server.removeDataset(ID, "main", SHARD);
        server.putDataset(ID, "refs/convert/parquet", SHARD, content);
        assertThat(hub(null).resolve(REFERENCE).resolve(SHARD)).hasBinaryContent(content);
    }

    @Test
    void withoutANetworkTheCacheIsUsed() {
        Path folder = hub(null).resolve(REFERENCE);
        server.close();
        assertThat(hub(null).resolve(REFERENCE)).isEqualTo(folder);
        assertThatThrownBy(() -> hub(null).resolve(new DatasetReference(ID, "v2")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/speech@v2");
    }

    @Test
    void anUnknownIdAndRevisionAreNamed() {
        assertThatThrownBy(() -> hub(null).resolve(new DatasetReference("team/none", null)))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/none@main")
                .hasMessageContaining("is the id right?");
        assertThatThrownBy(() -> hub(null).resolve(new DatasetReference(ID, "v2")))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("team/speech@v2")
                .hasMessageContaining("404");
        assertThatThrownBy(() -> new DatasetReference("../etc", null)).hasMessageContaining("owner/name");
        assertThatThrownBy(() -> DatasetReference.parse(URI.create("hf://models/a/b")))
                .hasMessageContaining("hf://datasets/");
        assertThat(DatasetReference.parse(URI.create("hf://datasets/a/b@v1")))
                .contains(new DatasetReference("a/b", "v1"));
        assertThat(DatasetReference.parse(URI.create("file:///a"))).isEmpty();
    }

    @Test
    void aFileThatWouldLieOutsideTheDataSetIsRefused() {
        server.putDataset(ID, "main", "../../../escaped.parquet", content);
        assertThatThrownBy(() -> hub(null).resolve(REFERENCE))
                .isInstanceOf(DatasetUnavailableException.class)
                .hasMessageContaining("outside the data set");
    }
}
