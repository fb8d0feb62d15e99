package org.dengbej.systemtests.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.AnonymousListener;
import org.dengbej.local.client.AnonymousListener.Sentence;
import org.dengbej.local.client.VoiceBuilder;
import org.dengbej.systemtests.chaos.Submissions.Given;

/**
 * Rates and corrects without a pause, in a thread of its own, through the anonymous API, and approves what it recorded. What was not
 * answered is sent again, under the same submission, until there is a thank-you; now and then, what was is sent again, too.
 */
public final class FeedbackLoadGenerator {

    private static final String PROBLEM = "pronunciation";
    private static final String RECORDING = "recording";
    private static final int RECORDED_SENTENCES = 10;
    private static final int PAUSE_MS = 700;
    private static final int CORRECT_ONE_OF = 2;
    private static final int REPEAT_ONE_OF = 4;
    private static final long RETRY_TIMEOUT_SECONDS = 180;

    private final AnonymousListener listener;
    private final VoiceBuilder builder;
    private final Map<String, Path> recordings;
    private final Random random;
    private final List<Given> ratings = new ArrayList<>();
    private final List<Given> corrections = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "listener");
    private boolean asked;
    private volatile boolean done;
    private volatile RuntimeException failure;

    /** {@code recordings}: by sentence. */
    public FeedbackLoadGenerator(
            AnonymousListener listener, VoiceBuilder builder, Map<String, Path> recordings, long seed) {
        this.listener = listener;
        this.builder = builder;
        this.recordings = Map.copyOf(recordings);
        this.random = new Random(seed);
        thread.setDaemon(true);
    }

    public void begin() {
        thread.start();
    }

    /** Throws when it was refused, or not answered for minutes. */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Lets it get its last thank-you. */
    public void finish() throws InterruptedException {
        done = true;
        thread.join();
        check();
    }

    /** The ratings that were acknowledged; after {@link #finish}. */
    public List<Given> ratings() {
        return ratings;
    }

    /** The corrections that were acknowledged; marked by the rating that each came with. After {@link #finish}. */
    public List<Given> corrections() {
        return corrections;
    }

    private void run() {
        try {
            while (!done) {
                listen();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new CommandException("interrupted");
        } catch (IOException e) {
            failure = new CommandException(e.toString());
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void listen() throws IOException, InterruptedException {
        Optional<String> voice = untilAnswered(() -> Optional.ofNullable(listener.checkpoint()));
        if (voice.isEmpty()) {
            return; // nobody speaks yet
        }
        askForRecordings();
        List<Sentence> sentences = untilAnswered(listener::sentences);
        Sentence sentence = sentences.get(random.nextInt(sentences.size()));
        UUID submission = UUID.randomUUID();
        String mark = submission.toString();
        int score = 1 + random.nextInt(5);
        String rating = given(ratings, mark, () -> listener.rate(submission, sentence, score, PROBLEM, mark));
        Path recording = recordings.get(sentence.text());
        if (recording != null && sentence.role().equals(RECORDING) && random.nextInt(CORRECT_ONE_OF) == 0) {
            byte[] sound = Files.readAllBytes(recording);
            UUID another = UUID.randomUUID();
            String correction = given(corrections, rating, () -> listener.correct(another, sentence, rating, sound));
            untilAnswered(() -> {
                builder.approve(correction);
                return correction;
            });
        }
    }

    /** Once: sentences of which there are recordings, and which the voice does not speak to be rated. */
    private void askForRecordings() throws InterruptedException {
        if (asked) {
            return;
        }
        List<String> rated =
                untilAnswered(listener::sentences).stream().map(Sentence::text).toList();
        List<String> recorded = recordings.keySet().stream()
                .filter(text -> !rated.contains(text))
                .sorted()
                .limit(RECORDED_SENTENCES)
                .toList();
        untilAnswered(() -> {
            builder.askForRecordings(recorded);
            return recorded;
        });
        asked = true;
    }

    private String given(List<Given> thanked, String mark, Supplier<String> submit) throws InterruptedException {
        int times = random.nextInt(REPEAT_ONE_OF) == 0 ? 2 : 1;
        String id = null;
        for (int i = 0; i < times; i++) {
            id = untilAnswered(submit);
            thanked.add(new Given(mark, id));
        }
        return id;
    }

    private static <T> T untilAnswered(Supplier<T> request) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(RETRY_TIMEOUT_SECONDS);
        while (true) {
            try {
                return request.get();
            } catch (CommandException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
    }
}
