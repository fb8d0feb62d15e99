package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.Sounds;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads that are no recording a voice can be trained on are refused with a reason and leave no file behind. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class HostileUploadsTest {

    private static final int MIB = 1 << 20;

    @TestHTTPResource
    URL url;

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    Path uploads;

    @ConfigProperty(name = "dengbej.feedback.data-dir")
    Path data;

    private RawClient client;

    private List<Path> before;

    @BeforeEach
    void open() throws IOException {
        before = files(uploads);
        client = new RawClient(url.getPort());
    }

    @AfterEach
    void noFileIsLeftBehind() throws IOException {
        client.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> before.containsAll(files(uploads)));
        assertThat(files(data)).allMatch(file -> !file.toString().endsWith(".partial"));
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static Multipart form() {
        return SpeakingVoice.of(HostileUploadsTest.class).form(UUID.randomUUID());
    }

    private Answer correct(byte[] body) throws IOException {
        return client.send("POST", "/api/corrections", Multipart.HEADER, body);
    }

    private void assertRefused(Answer answer, int status, String reason) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text()).contains(reason);
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("an hour of FLAC", Sounds.hourOfFlac(), "longer than"),
                Arguments.of("an hour of Opus", Sounds.hourOfOpus(), "longer than"),
                Arguments.of("a sample a second", Sounds.wav(1, 1, 16, 32_000), "longer than"),
                Arguments.of("65535 channels", Sounds.wav(65_535, 16_000, 16, 32_000), ""),
                Arguments.of("4 GHz", Sounds.wav(1, -1, 16, 32_000), ""),
                Arguments.of("MP4 of 2^31 sample sizes", Sounds.mp4WithSamples("stsz", Integer.MAX_VALUE), ""),
                Arguments.of("MP4 of 2^31 durations", Sounds.mp4WithSamples("stts", Integer.MAX_VALUE), ""),
                Arguments.of("MP4 of 2^31 chunks", Sounds.mp4WithSamples("stsc", Integer.MAX_VALUE), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aDecompressionBombIsRefusedWithoutBeingDecoded(String name, byte[] bomb, String reason) throws IOException {
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        Answer answer = correct(form().file("recording", "r", bomb).bytes());
        assertRefused(answer, 422, reason);
        assertThat(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before)
                .as("bytes of memory")
                .isLessThan(200L * MIB);
    }

    /** A length in the header beyond the file's is neither waited for nor allocated. */
    @Test
    void aHeaderThatPromisesMoreThanTheFileHoldsIsDecodedToWhatTheFileHolds() throws IOException {
        assertRefused(
                correct(form().file("recording", "r", Sounds.wav(1, 16_000, 16, -1))
                        .bytes()),
                422,
                "nobody is heard");
        assertRefused(
                correct(form().file("recording", "r", Sounds.flacWithSamples()).bytes()), 422, "no speech is heard");
    }

    @Test
    void aFileThatIsNoSoundIsRefused() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        byte[] webm = Sounds.file("tone.webm");
        assertRefused(correct(form().file("recording", "r.wav", png).bytes()), 422, "WAV");
        assertRefused(
                correct(form().file("recording", "r.m3u8", "#EXTM3U\nfile:///etc/passwd".getBytes(US_ASCII))
                        .bytes()),
                422,
                "WAV");
        assertRefused(correct(form().file("recording", "r.wav", new byte[0]).bytes()), 422, "");
        assertRefused(
                correct(form().file("recording", "r.webm", Arrays.copyOf(webm, 200))
                        .bytes()),
                422,
                "");
        assertRefused(correct(form().bytes()), 400, "recording is missing");
        assertRefused(correct(form().field("recording", "no file").bytes()), 422, "WAV");
    }

    @Test
    void aFileNameIsNoPath() throws IOException {
        for (String name :
                List.of("../../../../tmp/dengbej-owned", "/tmp/dengbej-owned", "..\\\\dengbej-owned", "con")) {
            assertThat(correct(form().file("recording", name, recording(1)).bytes())
                            .status())
                    .isEqualTo(201);
        }
        assertThat(files(data)).noneMatch(file -> file.toString().contains("owned"));
        assertThat(Path.of("/tmp/dengbej-owned")).doesNotExist();
    }

    @Test
    void aFormOfManyPartsIsRefused() throws IOException {
        Multipart fields = form();
        Multipart recordings = form();
        for (int i = 0; i < 500; i++) {
            fields.field("f" + i, "x");
            recordings.file("recording", "r" + i, new byte[10]);
        }
        assertRefused(correct(fields.bytes()), 400, "100 fields");
        assertRefused(correct(recordings.bytes()), 400, "100 fields");
        assertRefused(correct(form().field("comment", "x".repeat(20_000)).bytes()), 413, "16 KB");
    }

    @Test
    void aTruncatedFormIsRefused() throws IOException {
        byte[] whole = form().file("recording", "r", recording(1)).bytes();
        assertRefused(correct(Arrays.copyOf(whole, whole.length / 2)), 400, "whole");
        assertRefused(correct(new byte[0]), 400, "whole");
        assertRefused(client.send("POST", "/api/corrections", "Content-Type: multipart/form-data\r\n", whole), 400, "");
    }

    @Test
    void aClientThatDisconnectsInTheMiddleLeavesNoFile() throws IOException {
        byte[] whole = form().file("recording", "r", recording(20)).bytes();
        client.out().write(head("Content-Length: " + whole.length));
        client.out().write(whole, 0, whole.length / 2);
        await().atMost(Duration.ofSeconds(10)).until(() -> !before.containsAll(files(uploads)));
        client.close();
    }

    @Test
    void aGigabyteIsRefusedBeforeItIsSent() throws IOException {
        // When it says its size
        client.out().write(head("Content-Length: " + 1024L * MIB));

        // Then the answer is there while nothing of the body is
        Answer answer = client.answer();
        assertRefused(answer, 413, "bytes");
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void aGigabyteOfUnknownLengthIsCutOffWhileItStreams() throws IOException {
        // When
        client.out().write(head("Transfer-Encoding: chunked"));
        chunk("--%s\r\nContent-Disposition: form-data; name=\"recording\"; filename=\"r\"\r\n\r\n"
                .formatted("----dengbejFormBoundary")
                .getBytes(US_ASCII));
        byte[] part = new byte[64 << 10];
        for (long sent = 0; sent < 9L * MIB; sent += part.length) {
            chunk(part);
        }

        // Then the answer is there while the rest is not
        assertThat(client.answer().status()).isEqualTo(413);
    }

    private long storedBytes() throws IOException {
        long bytes = 0;
        for (Path file :
                files(uploads).stream().filter(file -> !before.contains(file)).toList()) {
            bytes += file.toFile().length();
        }
        return bytes;
    }

    private void chunk(byte[] part) throws IOException {
        OutputStream out = client.out();
        out.write("%x\r\n".formatted(part.length).getBytes(US_ASCII));
        out.write(part);
        out.write("\r\n".getBytes(US_ASCII));
    }

    private static byte[] head(String length) {
        return ("POST /api/corrections HTTP/1.1\r\nHost: localhost\r\n" + Multipart.HEADER + length + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** A client that continues to send is disconnected, and what arrives until then is stored nowhere. */
    @Test
    void aClientThatSendsAGigabyteIsDisconnectedAndNothingIsStored() throws IOException {
        client.out().write(head("Content-Length: " + 1024L * MIB));
        byte[] part = new byte[64 << 10];
        long beganNanos = System.nanoTime();
        try {
            while (System.nanoTime() - beganNanos < 20_000_000_000L) {
                client.out().write(part);
                assertThat(storedBytes()).isZero();
            }
            throw new AssertionError("still connected after 20 s");
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).*(Broken pipe|reset|closed).*");
        }
    }

    @Test
    void jsonOfUnknownLengthIsRefusedWhileItStreams() throws IOException {
        client.out()
                .write(("POST /api/ratings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n")
                        .getBytes(US_ASCII));
        chunk("{\"comment\":\"".getBytes(US_ASCII));
        byte[] letters = new byte[64 << 10];
        Arrays.fill(letters, (byte) 'x');
        for (int i = 0; i < 4; i++) {
            chunk(letters);
        }
        assertRefused(client.answer(), 413, "bytes");
    }

    @Test
    void aLargeBodyIsRefusedWhereverItIsSent() throws IOException {
        for (String path : List.of("/api/ratings", "/nowhere", "/", "/style.css")) {
            Answer answer = client.send("POST", path, "Content-Type: application/json\r\n", new byte[MIB]);
            assertThat(answer.status()).as(path).isEqualTo(413);
        }
        assertRefused(correct(form().file("recording", "r", new byte[9 * MIB]).bytes()), 413, "bytes");
    }
}
