package org.dengbej.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.dengbej.local.CommandException;
import org.dengbej.local.client.Listener;

/** Listeners who come one after the other, several at a time, and hear every card to its end, as people would. */
final class DemoAudience {

    private static final int AT_A_TIME = 6;
    private static final int WAV_HEADER_BYTES = 44;
    private static final int SAMPLE_BYTES = 2;

    /** Behaviour of listeners to cards that were heard. */
    interface Answers {

        /**
         * Answers a card.
         *
         * @param number of the listener, from 0
         * @param first  its WAV file
         * @param second that of the other sound of a pair; else null
         * @return false for a card that was not answered, and is to be skipped
         */
        boolean answer(Listener listener, int number, Listener.Card card, byte[] first, byte[] second);
    }

    private final String url;
    private final String voice;
    private final int sampleRateHz;

    DemoAudience(String url, String voice, int sampleRateHz) {
        this.url = url;
        this.voice = voice;
        this.sampleRateHz = sampleRateHz;
    }

    /**
     * Lets listeners come until enough is known.
     *
     * @param enough looked at after each group of {@value #AT_A_TIME}
     * @return cards that were answered
     */
    int listen(int maxListeners, Answers answers, BooleanSupplier enough) throws InterruptedException {
        int answered = 0;
        ExecutorService room = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            for (int came = 0; came < maxListeners && !enough.getAsBoolean(); came += AT_A_TIME) {
                List<Future<Integer>> group = new ArrayList<>();
                for (int i = 0; i < AT_A_TIME; i++) {
                    int number = came + i;
                    group.add(room.submit(() -> hearAll(number, answers)));
                }
                for (Future<Integer> listener : group) {
                    answered += listener.get();
                }
            }
            return answered;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandException failed ? failed : new CommandException(e.toString());
        } finally {
            room.shutdownNow();
        }
    }

    private int hearAll(int number, Answers answers) throws InterruptedException {
        Listener listener = new Listener(url, voice);
        int answered = 0;
        for (Optional<Listener.Card> next = listener.next(); next.isPresent(); next = listener.next()) {
            Listener.Card card = next.get();
            byte[] first = hear(listener, card.first());
            byte[] second = hear(listener, card.second());
            if (answers.answer(listener, number, card, first, second)) {
                answered++;
            } else {
                listener.skip(card);
            }
        }
        return answered;
    }

    /** A sound, after the time that it lasts. */
    private byte[] hear(Listener listener, String sound) throws InterruptedException {
        if (sound == null) {
            return null;
        }
        byte[] wav = listener.hear(sound);
        long milliseconds = 1000L * (wav.length - WAV_HEADER_BYTES) / SAMPLE_BYTES / sampleRateHz;
        TimeUnit.MILLISECONDS.sleep(milliseconds + 1);
        return wav;
    }
}
