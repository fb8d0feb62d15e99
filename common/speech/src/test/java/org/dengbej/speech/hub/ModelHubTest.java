package org.dengbej.speech.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dengbej.testing.HubServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelHubTest {

    private static final String ID = "team/voice";
    private static final String MMS_ID = "facebook/mms-tts-kmr-script_latin";
    private static final MmsCheckpoint MMS = new MmsCheckpoint("kmr-script_latin");
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path cache;

    private final byte[] large = new byte[100_000];
    private final HubServer server = new HubServer();

    @BeforeEach
    void voices() {
        new Random(1).nextBytes(large);
        for (String id : List.of(ID, MMS_ID)) {
            for (String file : List.of("config.json", "vocab.json", "tokenizer_config.json")) {
                put(id, file, "content of " + file);
            }
            server.putModel(id, WEIGHTS, large);
        }
        for (String file : List.of("config.json", "vocab.txt")) {
            put("facebook/mms-tts", "full_models/kmr-script_latin/" + file, "original " + file);
        }
        for (String file : List.of("G_100000.pth", "D_100000.pth")) {
            byte[] content = large.clone();
            content[0] = (byte) file.charAt(0);
            server.putModel("facebook/mms-tts", "full_models/kmr-script_latin/" + file, content);
        }
    }

    private void put(String id, String file, String content) {
        server.putModel(id, file, content.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ModelHub hub() {
        return hub(null);
    }

    private ModelHub hub(String token) {
        return new ModelHub(
                cache, new HubClient(server.endpoint(), Optional.ofNullable(token), 3, Duration.ofMillis(1)));
    }

    /** Folders that somebody would take for a model. */
    private List<String> models() throws IOException {
        try (Stream<Path> children = Files.list(cache)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    @Test
    void aModelIsDownloadedOnce() {
        // When
        Path first = hub().resolve(ID);
        int requests = server.requests().size();
        Path second = hub().resolve(ID);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(server.requests()).hasSize(requests);
        assertThat(first.resolve(WEIGHTS)).hasBinaryContent(large);
        assertThat(first.resolve("config.json")).hasContent("content of config.json");
        assertThat(first.resolve("added_tokens.json")).doesNotExist();
    }

    @Test
    void aModelThatLacksAFileIsNamedAndNothingIsDownloaded() {
        server.removeModel(ID, "vocab.json");
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("vocab.json");
        server.removeModel(ID, WEIGHTS);
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("pytorch_model.bin");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aDownloadThatBreaksOffIsResumedByALaterProcess() throws IOException {
        // Given
        server.breakOff(3);
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining(WEIGHTS);
        assertThat(models()).isEmpty();
        int requests = server.requests().size();
        // When
        assertThat(hub().resolve(ID).resolve(WEIGHTS)).hasBinaryContent(large);
        // Then what was there already is not asked for again
        assertThat(server.requests().subList(requests, server.requests().size()))
                .noneMatch(request -> request.contains("config.json"))
                .anyMatch(request -> request.matches("store .* bytes=[1-9][0-9]*- null"));
        assertThat(models()).containsExactly("team--voice");
        assertThat(hub().resolve(ID)).isDirectoryNotContaining("glob:**.incomplete");
    }

    @Test
    void discriminatorsThatBreakOffAreResumed() throws IOException {
        server.breakOff(1);
        assertThat(Files.readAllBytes(hub().discriminators(MMS).resolve("D_100000.pth")))
                .hasSize(large.length)
                .startsWith((byte) 'D')
                .endsWith(large[large.length - 1]);
        assertThat(server.requests()).anyMatch(request -> request.contains(" bytes="));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aHostileAnswerLeavesNothingThatLooksWhole(HubServer.Fault fault) throws IOException {
        server.fault(fault);
        assertThatThrownBy(() -> hub().resolve(ID)).isInstanceOf(ModelUnavailableException.class);
        assertThatThrownBy(() -> hub().discriminators(MMS)).isInstanceOf(ModelUnavailableException.class);
        assertThat(models()).doesNotContain("team--voice");
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(file -> file.endsWith(".json") || file.endsWith(".pth") || file.endsWith(".txt"));
        }
        server.fault(HubServer.Fault.NONE);
        assertThat(hub().resolve(ID).resolve(WEIGHTS)).hasBinaryContent(large);
        assertThat(hub().discriminators(MMS).resolve("D_100000.pth")).isNotEmptyFile();
    }

    @Test
    void severalThatAskAtOnceDownloadAModelOnce() {
        List<CompletableFuture<Path>> asked = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> hub().resolve(ID)))
                .toList();
        assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(server.stored()).isEqualTo(1);
    }

    @Test
    void aTokenOpensAGatedModelAndStaysWithTheHub() {
        server.requireToken("hf_secret");
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("HF_TOKEN");
        assertThat(hub("hf_secret").resolve(ID).resolve(WEIGHTS)).hasBinaryContent(large);
        assertThat(server.requests()).anyMatch(request -> request.matches("store .* null null"));
    }

    @Test
    void weightsOfAnyKindAreDownloadedWithWhatBelongsToThem() {
        // Given
        server.removeModel(ID, WEIGHTS);
        put(ID, "pytorch_model.bin", "weights");
        put(ID, "speaker_ids.json", "{}");
        put(ID, "lexicon.tsv", "a\tb");
        // When
        Path voice = hub().resolve(ID);
        // Then
        assertThat(voice.resolve("pytorch_model.bin")).hasContent("weights");
        assertThat(voice.resolve("speaker_ids.json")).hasContent("{}");
        assertThat(voice.resolve("lexicon.tsv")).exists();
    }

    @Test
    void shardsAreDownloadedByTheirIndex() throws IOException {
        // Given
        server.removeModel(ID, WEIGHTS);
        put(
                ID,
                "model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
        put(ID, "model-1.safetensors", "first");
        // When one is missing, then there is no model
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("model-2.safetensors");
        assertThat(models()).isEmpty();
        // When all are there
        put(ID, "model-2.safetensors", "second");
        Path voice = hub().resolve(ID);
        // Then
        assertThat(voice.resolve("model-1.safetensors")).hasContent("first");
        assertThat(voice.resolve("model-2.safetensors")).hasContent("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/etc/escaped", "a/b", "..", ".hidden", "a\\\\b", ""})
    void anIndexThatLeavesItsFolderIsRefused(String shard) throws IOException {
        // Given
        server.removeModel(ID, WEIGHTS);
        put(ID, "model.safetensors.index.json", "{\"weight_map\": {\"a\": \"%s\"}}".formatted(shard));
        // When, then
        assertThatThrownBy(() -> hub().resolve(ID))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("same folder");
        assertThat(models()).isEmpty();
    }

    @Test
    void aFolderIsTakenAsItIs() throws IOException {
        Path folder = Files.createDirectory(cache.resolve("mine"));
        assertThat(hub().resolve(folder.toString())).isEqualTo(folder);
        assertThat(hub().resolve(folder.toUri().toString())).isEqualTo(folder);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void whatIsNeitherFolderNorIdIsRefused() {
        assertThatThrownBy(() -> hub().resolve("/no/such/folder"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("/no/such/folder");
        assertThatThrownBy(() -> hub().resolve("../../etc")).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void theDiscriminatorsOfAnMmsVoiceAreFetchedOnceAndWithoutItsGenerator() {
        // When
        Path folder = hub().discriminators(MMS);
        // Then
        assertThat(folder).isDirectoryContaining("glob:**/config.json").isDirectoryContaining("glob:**/vocab.txt");
        assertThat(folder.resolve("D_100000.pth")).isNotEmptyFile();
        assertThat(folder.resolve("G_100000.pth")).doesNotExist();
        // And then no network is needed
        server.close();
        assertThat(hub().discriminators(MMS)).isEqualTo(folder);
    }

    @Test
    void aLanguageWithoutDiscriminatorsIsNamed() {
        assertThatThrownBy(() -> hub().discriminators(new MmsCheckpoint("xyz")))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("full_models/xyz/D_100000.pth of facebook/mms-tts")
                .hasMessageContaining("404");
        server.removeModel("facebook/mms-tts", "full_models/kmr-script_latin/D_100000.pth");
        assertThatThrownBy(() -> hub().discriminators(MMS))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("has no D_100000.pth");
    }

    @Test
    void anMmsVoiceThatTheHubDoesNotHaveIsTakenAsItWasBeforeItWasConverted() {
        // Given
        for (String file : List.of("config.json", "vocab.txt", "G_100000.pth", "D_100000.pth")) {
            put("facebook/mms-tts", "full_models/zza/" + file, file);
        }
        // When
        Path folder = hub().resolve("facebook/mms-tts-zza");
        // Then
        assertThat(folder.resolve("G_100000.pth")).hasContent("G_100000.pth");
        assertThat(folder.resolve("D_100000.pth")).hasContent("D_100000.pth");
        // And then no network is needed
        server.close();
        assertThat(hub().resolve("facebook/mms-tts-zza")).isEqualTo(folder);
    }

    @Test
    void anMmsVoiceThatTheHubHasIsTakenFromThere() {
        Path folder = hub().resolve(MMS_ID);
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(large);
        assertThat(server.requests()).noneMatch(request -> request.contains("full_models"));
    }

    @Test
    void idsOfOthersAreNoneOfMms() {
        assertThat(MmsCheckpoint.of(MMS_ID)).contains(MMS);
        assertThat(MmsCheckpoint.of(ID)).isEmpty();
        assertThat(MmsCheckpoint.of("facebook/mms-tts")).isEmpty();
        assertThat(MmsCheckpoint.of("facebook/mms-tts-../../etc")).isEmpty();
        assertThat(MmsCheckpoint.of("somebody/mms-tts-kmr-script_latin")).isEmpty();
    }
}
