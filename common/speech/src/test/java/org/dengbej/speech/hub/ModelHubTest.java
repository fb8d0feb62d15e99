package org.dengbej.speech.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelHubTest {

    @TempDir
    Path cache;

    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void aLocalHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] body = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(files.containsKey(path) ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        for (String file : List.of("config.json", "vocab.json", "tokenizer_config.json", "model.safetensors")) {
            files.put("/team/voice/resolve/main/" + file, "content of " + file);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ModelHub hub() {
        return new ModelHub(
                cache, URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    @Test
    void aModelIsDownloadedOnce() throws IOException {
        // When
        Path first = hub().resolve("team/voice");
        int requests = asked.size();
        Path second = hub().resolve("team/voice");
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(asked).hasSize(requests);
        assertThat(first.resolve("model.safetensors")).hasContent("content of model.safetensors");
        assertThat(first.resolve("added_tokens.json")).doesNotExist();
    }

    @Test
    void aDownloadThatBreaksOffLeavesNothing() {
        files.remove("/team/voice/resolve/main/model.safetensors");
        assertThatThrownBy(() -> hub().resolve("team/voice"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("404")
                .hasMessageContaining("model.safetensors");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void weightsOfAnyKindAreDownloadedWithWhatBelongsToThem() {
        // Given
        files.remove("/team/voice/resolve/main/model.safetensors");
        files.put("/team/voice/resolve/main/pytorch_model.bin", "weights");
        files.put("/team/voice/resolve/main/speaker_ids.json", "{}");
        files.put("/team/voice/resolve/main/lexicon.tsv", "a\tb");
        // When
        Path voice = hub().resolve("team/voice");
        // Then
        assertThat(voice.resolve("pytorch_model.bin")).hasContent("weights");
        assertThat(voice.resolve("speaker_ids.json")).hasContent("{}");
        assertThat(voice.resolve("lexicon.tsv")).exists();
    }

    @Test
    void shardsAreDownloadedByTheirIndex() {
        // Given
        files.remove("/team/voice/resolve/main/model.safetensors");
        files.put(
                "/team/voice/resolve/main/model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
        files.put("/team/voice/resolve/main/model-1.safetensors", "first");
        // When one is missing, then nothing stays
        assertThatThrownBy(() -> hub().resolve("team/voice"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("model-2.safetensors");
        assertThat(cache).isEmptyDirectory();
        // When all are there
        files.put("/team/voice/resolve/main/model-2.safetensors", "second");
        Path voice = hub().resolve("team/voice");
        // Then
        assertThat(voice.resolve("model-1.safetensors")).hasContent("first");
        assertThat(voice.resolve("model-2.safetensors")).hasContent("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/etc/escaped", "a/b", "..", ".hidden", "a\\\\b", ""})
    void anIndexThatLeavesItsFolderIsRefused(String shard) {
        // Given
        files.remove("/team/voice/resolve/main/model.safetensors");
        files.put(
                "/team/voice/resolve/main/model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"%s\"}}".formatted(shard));
        // When, then
        assertThatThrownBy(() -> hub().resolve("team/voice"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("same folder");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aFolderIsTakenAsItIs() throws IOException {
        Path folder = Files.createDirectory(cache.resolve("mine"));
        assertThat(hub().resolve(folder.toString())).isEqualTo(folder);
        assertThat(hub().resolve(folder.toUri().toString())).isEqualTo(folder);
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNeitherFolderNorIdIsRefused() {
        assertThatThrownBy(() -> hub().resolve("/no/such/folder"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("/no/such/folder");
        assertThatThrownBy(() -> hub().resolve("../../etc")).isInstanceOf(ModelUnavailableException.class);
    }
}
