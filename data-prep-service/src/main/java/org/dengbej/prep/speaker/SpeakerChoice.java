package org.dengbej.prep.speaker;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dengbej.events.Abbreviate;
import org.dengbej.events.SpeakerHours;
import org.dengbej.events.SpeakerSelection;
import org.dengbej.events.SpeakerSummary;
import org.dengbej.prep.filter.RejectionReason;
import org.dengbej.prep.speaker.SpeakerTotals.Total;

/**
 * The choice of speakers, made when it is known how much good speech each has.
 *
 * <p>A voice of one speaker learns, unless the request says otherwise, from the speaker with most good speech. Where nobody has more than
 * one clip, or the first has neither a minute nor a tenth of all of it, there is nobody to choose: speakers are then often one id a
 * clip, and everybody is kept.
 */
public final class SpeakerChoice {

    /** Good speech that one speaker must have to be chosen without being asked for: so much of it ... */
    private static final double MIN_CHOSEN_SECONDS = 60;

    /** ... or such a share of all of it. */
    private static final double MIN_CHOSEN_SHARE = 0.1;

    private static final int MAX_ID_CHARACTERS = 200;
    private static final String BY_DEFAULT =
            "; the voice has one speaker. --speaker all uses everybody, --speaker ID another";

    /** A rejection of an utterance by its speaker. */
    public record Rejection(RejectionReason reason, String detail) {}

    private final SpeakerTotals totals;
    private final Set<String> enough;
    private final double minHours;
    private final Optional<String> only;
    private final Optional<String> explanation;

    private SpeakerChoice(
            SpeakerTotals totals,
            Set<String> enough,
            double minHours,
            Optional<String> only,
            Optional<String> explanation) {
        this.totals = totals;
        this.enough = enough;
        this.minHours = minHours;
        this.only = only;
        this.explanation = explanation;
    }

    /** True when a selection asks for one speaker by id. */
    static boolean named(SpeakerSelection selection) {
        return selection.speaker() != null
                && !selection.speaker().equals(SpeakerSelection.MOST)
                && !selection.speaker().equals(SpeakerSelection.ALL);
    }

    /** True when the choice waits until all recordings of a source of several speakers were filtered. */
    public static boolean waits(SpeakerSelection selection, int voiceSpeakers, int sourceSpeakers) {
        boolean one =
                selection.speaker() == null ? voiceSpeakers <= 1 : SpeakerSelection.MOST.equals(selection.speaker());
        return one && sourceSpeakers > 1 || selection.minHours() > 0;
    }

    /**
     * Chooses.
     *
     * @param voiceSpeakers of the voice for which is prepared
     * @param totals        of the utterances that every other filter kept
     */
    public static SpeakerChoice of(SpeakerSelection selection, int voiceSpeakers, SpeakerTotals totals) {
        List<Total> good = totals.withGoodSpeech().stream()
                .filter(total -> total.seconds() >= selection.minHours() * 3600)
                .toList();
        Set<String> enough = good.stream().map(Total::speaker).collect(Collectors.toUnmodifiableSet());
        Optional<String> only = Optional.empty();
        Optional<String> explanation = Optional.empty();
        if (named(selection)) {
            only = Optional.of(selection.speaker());
            explanation = Optional.of("speaker %s is used, as asked".formatted(shown(selection.speaker())));
        } else if (good.size() > 1) {
            if (SpeakerSelection.MOST.equals(selection.speaker())
                    || selection.speaker() == null && voiceSpeakers <= 1 && standsOut(good)) {
                only = Optional.of(good.get(0).speaker());
                explanation = Optional.of(most(good, selection.speaker() == null));
            } else {
                explanation = Optional.of(everybody(good, selection.speaker() == null && voiceSpeakers <= 1));
            }
        }
        return new SpeakerChoice(totals, enough, selection.minHours(), only, explanation);
    }

    /**
     * A choice that was made by the listing alone.
     *
     * @param selection   one speaker, or everybody
     * @param explanation for people; empty where there was no choice
     */
    public record Listed(SpeakerSelection selection, Optional<String> explanation) {}

    /**
     * Chooses before anything is filtered, as a source that is too large to be filtered at once needs it: by recordings in place of
     * good speech.
     *
     * @param totals of the recordings that are listed
     */
    public static Listed byListing(SpeakerSelection selection, int voiceSpeakers, SpeakerTotals totals) {
        if (named(selection) || SpeakerSelection.ALL.equals(selection.speaker())) {
            return new Listed(selection, Optional.empty());
        }
        List<Total> speakers = totals.mostFirst();
        int all = speakers.stream().mapToInt(Total::recordings).sum();
        boolean asked = SpeakerSelection.MOST.equals(selection.speaker());
        if (speakers.size() < 2
                || !asked && (voiceSpeakers > 1 || speakers.get(0).recordings() < MIN_CHOSEN_SHARE * all)) {
            return new Listed(selection.of(SpeakerSelection.ALL), Optional.empty());
        }
        Total most = speakers.get(0);
        return new Listed(
                selection.of(most.speaker()),
                Optional.of("speaker %s is used, who has most recordings: %d of %d by %d speakers%s"
                        .formatted(
                                shown(most.speaker()),
                                most.recordings(),
                                all,
                                speakers.size(),
                                asked ? "" : BY_DEFAULT)));
    }

    private static boolean standsOut(List<Total> good) {
        double seconds = good.get(0).seconds();
        double all = good.stream().mapToDouble(Total::seconds).sum();
        return good.stream().anyMatch(total -> total.clips() > 1)
                && (seconds >= MIN_CHOSEN_SECONDS || seconds >= MIN_CHOSEN_SHARE * all);
    }

    private static String most(List<Total> good, boolean byDefault) {
        double all = good.stream().mapToDouble(Total::seconds).sum();
        return "speaker %s is used, who has most good speech: %s of %s by %d speakers%s"
                .formatted(
                        shown(good.get(0).speaker()),
                        duration(good.get(0).seconds()),
                        duration(all),
                        good.size(),
                        byDefault ? BY_DEFAULT : "");
    }

    private static String everybody(List<Total> good, boolean nobodyStandsOut) {
        return nobodyStandsOut
                ? "all %d speakers are used, though the voice has one: nobody has enough good speech to be chosen (%s has most, %s). --speaker most or --speaker ID chooses one"
                        .formatted(
                                good.size(),
                                shown(good.get(0).speaker()),
                                duration(good.get(0).seconds()))
                : "all %d speakers are used".formatted(good.size());
    }

    private static String shown(String speaker) {
        return Abbreviate.of(speaker, MAX_ID_CHARACTERS);
    }

    private static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
    }

    /** The reason why an utterance is not learned from; empty where it is. {@code speaker}: null where the source does not say. */
    public Optional<Rejection> reject(String speaker) {
        if (only.isPresent() && !only.get().equals(speaker)) {
            return Optional.of(new Rejection(
                    RejectionReason.OTHER_SPEAKER,
                    "speaker %s, %s is used".formatted(Objects.requireNonNullElse(speaker, "unknown"), only.get())));
        }
        if (minHours > 0 && (speaker == null || !enough.contains(speaker))) {
            double seconds =
                    speaker == null ? 0 : totals.of(speaker).map(Total::seconds).orElse(0.0);
            return Optional.of(new Rejection(
                    RejectionReason.SPEAKER_BELOW_MIN_HOURS,
                    "speaker %s has %s of good speech, at least %s are wanted"
                            .formatted(
                                    Objects.requireNonNullElse(speaker, "unknown"),
                                    duration(seconds),
                                    duration(minHours * 3600))));
        }
        return Optional.empty();
    }

    /** For people: who was chosen, why, and how to ask for others; empty where there was no choice. */
    public Optional<String> explanation() {
        return explanation;
    }

    /** All speakers that have good speech, the most first. */
    public List<SpeakerHours> speakerHours() {
        return totals.withGoodSpeech().stream()
                .map(total -> new SpeakerHours(
                        shown(total.speaker()),
                        total.clips(),
                        total.seconds() / 3600,
                        reject(total.speaker()).isEmpty()))
                .toList();
    }

    public SpeakerSummary summary() {
        return SpeakerSummary.of(speakerHours(), explanation.orElse(null));
    }
}
