package org.dengbej.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dengbej.feedback.client.TestVoice.recording;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.dengbej.feedback.client.Answer;
import org.dengbej.feedback.client.Card;
import org.dengbej.feedback.client.Multipart;
import org.dengbej.feedback.client.RawClient;
import org.dengbej.feedback.client.SpeakingVoice;
import org.dengbej.testing.KafkaTestResource;
import org.dengbej.testing.PostgresTestResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fuzzing: no input is answered with a server error, and the next valid request is accepted. The inputs are jqwik's, drawn from a seed
 * of their own; the engine is JUnit's, which runs the service.
 */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(PostgresTestResource.class)
class HostileInputTest {

    private static final int INPUTS = Integer.getInteger("dengbej.hostile.inputs", 2_000);
    private static final int CLIENTS = 8;
    private static final int INPUTS_PER_CLIENT = 125;
    private static final long SEED = 4;
    private static final int GENERATOR_SIZE = 1000;

    @TestHTTPResource
    URL url;

    private SpeakingVoice voice;

    /** A request but for its path. */
    private record Input(String contentType, byte[] body) {

        String headers() {
            return "Content-Type: %s\r\n".formatted(contentType);
        }
    }

    @BeforeEach
    void aVoiceThatSpeaks() {
        voice = SpeakingVoice.of(HostileInputTest.class);
    }

    @Test
    void noCorrectionBreaksTheService() throws Exception {
        survives("/api/corrections", this::forms);
    }

    @Test
    void noFormOfThePageBreaksTheService() throws Exception {
        try (RawClient client = new RawClient(url.getPort())) {
            survives(Card.first(client, voice.name()).path(), this::forms);
        }
    }

    @Test
    void noRatingBreaksTheService() throws Exception {
        survives("/api/ratings", () -> Arbitraries.oneOf(jsons(), jsons(), forms()));
    }

    private void survives(String path, Supplier<Arbitrary<Input>> inputs) throws Exception {
        long beganNanos = System.nanoTime();
        Map<Integer, Integer> answers = new TreeMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        JqwikSession.start(); // its arbitraries live in one
        try {
            RandomGenerator<Input> generator = inputs.get().generator(GENERATOR_SIZE);
            Random random = new Random(SEED);
            for (int sent = 0; sent < INPUTS; sent += CLIENTS * INPUTS_PER_CLIENT) {
                List<Future<List<Integer>>> all = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    List<Input> some = Stream.generate(
                                    () -> generator.next(random).value())
                            .limit(INPUTS_PER_CLIENT)
                            .toList();
                    all.add(clients.submit(() -> send(path, some)));
                }
                for (Future<List<Integer>> one : all) {
                    one.get().forEach(status -> answers.merge(status, 1, Integer::sum));
                }
            }
        } finally {
            JqwikSession.finish();
            clients.shutdown();
        }
        System.out.printf(
                "%s: %d inputs in %.1f s, answers %s%n", path, INPUTS, (System.nanoTime() - beganNanos) / 1e9, answers);
        assertThat(answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(INPUTS);
        theNextValidRequestIsAccepted();
    }

    private List<Integer> send(String path, List<Input> inputs) throws IOException {
        List<Integer> answers = new ArrayList<>();
        try (RawClient client = new RawClient(url.getPort())) {
            for (Input input : inputs) {
                Answer answer = client.send("POST", path, input.headers(), input.body());
                assertThat(answer.status())
                        .as("answer to %s%n%s%n%s", input.contentType(), text(input), answer.text())
                        .isBetween(200, 499);
                answers.add(answer.status());
            }
        }
        return answers;
    }

    private static String text(Input input) {
        return new String(input.body(), 0, Math.min(2000, input.body().length), ISO_8859_1);
    }

    private void theNextValidRequestIsAccepted() throws IOException {
        try (RawClient client = new RawClient(url.getPort())) {
            byte[] rating = voice.rating(UUID.randomUUID(), 5).getBytes(UTF_8);
            assertThat(client.send("POST", "/api/ratings", "Content-Type: application/json\r\n", rating)
                            .status())
                    .isEqualTo(201);
            byte[] form = voice.form(UUID.randomUUID())
                    .file("recording", "r", recording(1))
                    .bytes();
            assertThat(client.send("POST", "/api/corrections", Multipart.HEADER, form)
                            .status())
                    .isEqualTo(201);
        }
    }

    // Inputs are mostly nearly valid, since what is all wrong is refused by the first check.

    private Arbitrary<Input> forms() {
        Arbitrary<String> boundaries = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just("B")),
                Tuple.of(1, Arbitraries.of("", "\"", "a b", "--", "B;", "'", "x".repeat(300))),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(80).filter(HostileInputTest::fitsInHeader)));
        Arbitrary<List<byte[]>> parts = Arbitraries.oneOf(parts().list().ofMaxSize(10), nearlyValid());
        return Combinators.combine(boundaries, parts, endings(), contentTypes())
                .as((boundary, content, ending, type) ->
                        new Input(type.replace("BOUNDARY", boundary), form(boundary, content, ending)));
    }

    /** The parts of a valid form, now and then without one of them, and a few more. */
    private Arbitrary<List<byte[]>> nearlyValid() {
        Arbitrary<List<byte[]>> odd = parts().list().ofMaxSize(3);
        Arbitrary<Boolean> present = Arbitraries.integers().between(0, 19).map(i -> i > 0);
        Arbitrary<Boolean> recorded = Arbitraries.integers().between(0, 9).map(i -> i == 0);
        return Combinators.combine(present.list().ofSize(5), recorded, odd).as((with, sound, more) -> {
            List<byte[]> parts = new ArrayList<>();
            List<byte[]> valid = List.of(
                    field("submission", UUID.randomUUID().toString()),
                    field("voice", voice.name()),
                    field("sentence", voice.sentence()),
                    field("score", "4"),
                    field("consent", "0"));
            for (int i = 0; i < valid.size(); i++) {
                if (with.get(i)) {
                    parts.add(valid.get(i));
                }
            }
            if (sound) {
                parts.add(concat(
                        "Content-Disposition: form-data; name=\"recording\"; filename=\"r\"\r\n\r\n"
                                .getBytes(ISO_8859_1),
                        recording(0.5)));
            }
            parts.addAll(more);
            return parts;
        });
    }

    private static byte[] field(String name, String value) {
        return "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s"
                .formatted(name, value)
                .getBytes(ISO_8859_1);
    }

    private static Arbitrary<String> contentTypes() {
        return Arbitraries.frequency(
                Tuple.of(16, "multipart/form-data; boundary=BOUNDARY"),
                Tuple.of(1, "multipart/form-data; boundary=\"BOUNDARY\""),
                Tuple.of(1, "multipart/form-data; charset=utf-16; boundary=BOUNDARY"),
                Tuple.of(1, "multipart/form-data; boundary=BOUNDARY; charset=nonsense"),
                Tuple.of(1, "multipart/form-data"),
                Tuple.of(1, "multipart/mixed; boundary=BOUNDARY"),
                Tuple.of(1, "MULTIPART/Form-Data; BOUNDARY=BOUNDARY"),
                Tuple.of(1, "application/x-www-form-urlencoded"),
                Tuple.of(1, "application/json"),
                Tuple.of(1, "nonsense"),
                Tuple.of(1, "/"),
                Tuple.of(1, "multipart/form-data;;;=;boundary=BOUNDARY"));
    }

    /** The bytes of a part: headers and content. */
    private Arbitrary<byte[]> parts() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(
                        12,
                        Arbitraries.of(
                                "submission",
                                "voice",
                                "sentence",
                                "rating",
                                "recording",
                                "score",
                                "problems",
                                "comment",
                                "lang")),
                Tuple.of(1, Arbitraries.of("", "\"", "a\" b", "submission[]", "__proto__", "x".repeat(5000))),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(20).filter(HostileInputTest::fitsInHeader)));
        Arbitrary<String> files = Arbitraries.frequency(
                Tuple.of(8, ""),
                Tuple.of(3, "; filename=\"r.wav\""),
                Tuple.of(1, "; filename=\"../../../etc/passwd\""),
                Tuple.of(1, "; filename=\"\""),
                Tuple.of(1, "; filename*=UTF-8''%e2%82"),
                Tuple.of(1, "; filename*=nonsense''x"),
                Tuple.of(1, "; filename=\"unclosed"));
        Arbitrary<String> headers = Arbitraries.frequency(
                Tuple.of(10, ""),
                Tuple.of(1, "Content-Type: text/plain; charset=nonsense\r\n"),
                Tuple.of(1, "Content-Type: text/plain; charset=utf-16\r\n"),
                Tuple.of(1, "Content-Type: /\r\n"),
                Tuple.of(1, "Content-Type: application/octet-stream\r\n"),
                Tuple.of(1, "Content-Transfer-Encoding: base64\r\n"),
                Tuple.of(1, "Content-Transfer-Encoding: quoted-printable\r\n"),
                Tuple.of(1, "no colon\r\n"),
                Tuple.of(1, "Content-Disposition: form-data\r\n"),
                Tuple.of(1, "X: " + "y".repeat(3000) + "\r\n"));
        return Combinators.combine(names, files, headers, contents())
                .as((name, file, header, content) -> concat(
                        "Content-Disposition: form-data; name=\"%s\"%s\r\n%s\r\n"
                                .formatted(name, file, header)
                                .getBytes(ISO_8859_1),
                        content));
    }

    private Arbitrary<byte[]> contents() {
        Arbitrary<byte[]> recognised = Arbitraries.of(
                        voice.name(),
                        voice.sentence(),
                        UUID.randomUUID().toString(),
                        "3",
                        "noise",
                        "ku",
                        "",
                        "-1",
                        "99999999999",
                        "\u0000",
                        "\u00ed\u00a0\u0080",
                        "\u00ff\u00fe",
                        "%00",
                        "<script>",
                        "NaN",
                        "3.0")
                .map(text -> text.getBytes(ISO_8859_1));
        Arbitrary<byte[]> binary = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> sounds = Arbitraries.of(0, 10, 44, 60, 2000, 32044).map(length -> {
            byte[] wav = recording(1);
            return Arrays.copyOf(wav, Math.min(length, wav.length));
        });
        Arbitrary<byte[]> huge = Arbitraries.of(17_000, 60_000).map(byte[]::new);
        return Arbitraries.frequencyOf(
                Tuple.of(16, recognised), Tuple.of(4, binary), Tuple.of(2, sounds), Tuple.of(1, huge));
    }

    private static Arbitrary<String> endings() {
        return Arbitraries.frequency(
                Tuple.of(16, "--BOUNDARY--\r\n"),
                Tuple.of(1, "--BOUNDARY--"),
                Tuple.of(1, "--BOUNDARY\r\n"),
                Tuple.of(1, "--BOUNDARY"),
                Tuple.of(1, "\r\n\r\n"),
                Tuple.of(1, ""));
    }

    private static byte[] form(String boundary, List<byte[]> parts, String ending) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            form.writeBytes("--%s\r\n".formatted(boundary).getBytes(ISO_8859_1));
            form.writeBytes(part);
            form.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        form.writeBytes(ending.replace("BOUNDARY", boundary).getBytes(ISO_8859_1));
        return form.toByteArray();
    }

    private Arbitrary<Input> jsons() {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "\"" + voice.name() + "\"", "\"" + voice.sentence() + "\"", "\"" + UUID.randomUUID() + "\""),
                Arbitraries.of(
                        "3",
                        "0",
                        "6",
                        "-1",
                        "3.5",
                        "1e400",
                        "99999999999999999999",
                        "null",
                        "true",
                        "\"\"",
                        "[]",
                        "{}",
                        "[\"noise\"]",
                        "[null]",
                        "[[\"noise\"]]",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "\"\\ud83d\\ude00\"",
                        "\"<script>\"",
                        "NaN",
                        "'x'",
                        "\"" + "x".repeat(3000) + "\"",
                        "[".repeat(2000),
                        "1".repeat(2000)),
                Arbitraries.strings().ofMaxLength(30).map(text -> "\"" + text + "\""));
        Arbitrary<String> names = Arbitraries.of(
                "submission", "voice", "sentence", "score", "problems", "comment", "other", "", "@class");
        Arbitrary<String> objects = Combinators.combine(names, values)
                .as((name, value) -> "\"%s\":%s".formatted(name, value))
                .list()
                .ofMaxSize(9)
                .map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> nearlyValid =
                objects.map(object -> voice.rating(UUID.randomUUID(), 3).replace("}", ",") + object.substring(1));
        Arbitrary<String> bodies = Arbitraries.oneOf(
                nearlyValid,
                nearlyValid,
                objects,
                objects.map(text -> text.substring(0, text.length() / 2)),
                Arbitraries.strings().ofMaxLength(200));
        Arbitrary<String> types = Arbitraries.frequency(
                Tuple.of(12, "application/json"),
                Tuple.of(1, "application/json; charset=utf-16"),
                Tuple.of(1, "application/json; charset=nonsense"),
                Tuple.of(1, "text/plain"),
                Tuple.of(1, "application/*"),
                Tuple.of(1, "*/*"));
        return Combinators.combine(bodies, types, Arbitraries.of(true, true, true, false))
                .as((body, type, utf8) -> new Input(type, body.getBytes(utf8 ? UTF_8 : ISO_8859_1)));
    }

    private static boolean fitsInHeader(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 256 && c != 127);
    }

    private static byte[] concat(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
