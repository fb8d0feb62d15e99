package org.dengbej.feedback.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * Screening of listeners after the data cleansing of crowdsourced tests (ITU-T P.808, clause on data screening; Naderi and Cutler 2020,
 * Interspeech, 2862-2866, whose toolkit has the same rules): everything played, gold and trapping questions answered rightly, scores that
 * vary, and |z| at most {@value #Z_LIMIT}, which a listener like the others exceeds once in a thousand times.
 *
 * <p>P.808 judges a submission of one set, this a listener with all answers; therefore a listener fails by half of the gold or trap questions,
 * not by one among many. Where the toolkit looks at the variance of the ordinary scores alone, this takes all: in a test of a single good
 * voice, equal scores are an honest answer. Whoever fails a rule is no measure for the others in the rules after it.
 *
 * <p>The z is that of the listener's bias: the mean, over the listener's ordinary answers, of the score less the others' mean of that sentence
 * (the bias of ITU-T P.1401 and of BT.500's post-screening, without the listener's own scores). It is compared with the median of the others'
 * biases in units of {@value #MAD_TO_DEVIATION} times their median absolute deviation (Hampel 1974, Journal of the American Statistical
 * Association 69, 383-393), so that a few who conspire don't widen what passes, and at least {@value #LEAST_DEVIATION} scores, so that honest
 * people who differ a little from unanimous ones stay. With fewer than {@value #LEAST_OTHERS} others there is no z.
 *
 * @param setSize number of answers that make a finished set
 */
public record ListenerScreening(int setSize) {

    static final double Z_LIMIT = 3.29;
    static final double LEAST_DEVIATION = 0.5;
    static final int LEAST_OTHERS = 7;
    static final double MAD_TO_DEVIATION = 1.4826;

    /** Fewer equal scores are no rarity in honest listeners. */
    private static final int LEAST_ANSWERS_FOR_VARIANCE = 5;

    /** The verdict on a listener. */
    public sealed interface Verdict {}

    public record Accepted() implements Verdict {}

    public record Excluded(ExclusionReason reason) implements Verdict {}

    public ListenerScreening {
        if (setSize < 1) {
            throw new IllegalArgumentException(
                    "listener screening: expected a set of at least one answer, found %d".formatted(setSize));
        }
    }

    /** The verdict on each listener who is in {@code answers}, in order of appearance. */
    public Map<String, Verdict> verdicts(List<Answer> answers) {
        Map<String, List<Answer>> byListener = new LinkedHashMap<>();
        answers.forEach(answer -> byListener
                .computeIfAbsent(answer.listener(), listener -> new ArrayList<>())
                .add(answer));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, List<Answer>> attentive = new LinkedHashMap<>();
        byListener.forEach((listener, own) -> {
            Optional<ExclusionReason> failed = failed(own);
            verdicts.put(listener, failed.<Verdict>map(Excluded::new).orElseGet(Accepted::new));
            if (failed.isEmpty()) {
                attentive.put(listener, own);
            }
        });
        Map<String, Double> biases = biases(attentive);
        biases.forEach((listener, bias) -> {
            if (isOutlier(listener, bias, biases)) {
                verdicts.put(listener, new Excluded(ExclusionReason.OUTLIER));
            }
        });
        return verdicts;
    }

    /** The listeners who failed at least half of their gold questions, or of their traps. */
    public static Set<String> inattentive(List<Answer> controls) {
        return controls.stream().collect(Collectors.groupingBy(Answer::listener)).entrySet().stream()
                .filter(own ->
                        failsHalf(own.getValue(), Answer.Gold.class) || failsHalf(own.getValue(), Answer.Trap.class))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<ExclusionReason> failed(List<Answer> answers) {
        if (answers.stream().anyMatch(answer -> !answer.heardToEnd())) {
            return Optional.of(ExclusionReason.NOT_PLAYED);
        }
        if (failsHalf(answers, Answer.Gold.class)) {
            return Optional.of(ExclusionReason.GOLD_MISSED);
        }
        if (failsHalf(answers, Answer.Trap.class)) {
            return Optional.of(ExclusionReason.TRAP_MISSED);
        }
        if (answers.size() >= LEAST_ANSWERS_FOR_VARIANCE
                && answers.stream().mapToInt(Answer::score).distinct().count() == 1) {
            return Optional.of(ExclusionReason.NO_VARIANCE);
        }
        return answers.size() < setSize ? Optional.of(ExclusionReason.SET_UNFINISHED) : Optional.empty();
    }

    private static boolean failsHalf(List<Answer> answers, Class<? extends Answer.Role> role) {
        List<Answer> asked = answers.stream()
                .filter(answer -> role.isInstance(answer.role()))
                .toList();
        long failed = asked.stream()
                .filter(answer -> !answer.role().passes(answer.score()))
                .count();
        return failed > 0 && 2 * failed >= asked.size();
    }

    /** Bias of each listener who rated a sentence that somebody else rated too, in scores. */
    private static Map<String, Double> biases(Map<String, List<Answer>> byListener) {
        Map<String, Scores> bySentence = new HashMap<>();
        Map<String, Map<String, Scores>> own = new LinkedHashMap<>();
        byListener.forEach((listener, answers) -> answers.stream()
                .filter(answer -> answer.role() instanceof Answer.Ordinary)
                .forEach(answer -> {
                    bySentence.merge(answer.sentence(), new Scores(answer.score(), 1), Scores::plus);
                    own.computeIfAbsent(listener, name -> new LinkedHashMap<>())
                            .merge(answer.sentence(), new Scores(answer.score(), 1), Scores::plus);
                }));
        Map<String, Double> biases = new LinkedHashMap<>();
        own.forEach((listener, sentences) -> sentences.entrySet().stream()
                .filter(sentence -> bySentence.get(sentence.getKey()).count > sentence.getValue().count)
                .mapToDouble(sentence -> sentence.getValue().mean()
                        - bySentence
                                .get(sentence.getKey())
                                .minus(sentence.getValue())
                                .mean())
                .average()
                .ifPresent(bias -> biases.put(listener, bias)));
        return biases;
    }

    private static boolean isOutlier(String listener, double bias, Map<String, Double> biases) {
        double[] others = biases.entrySet().stream()
                .filter(other -> !other.getKey().equals(listener))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        if (others.length < LEAST_OTHERS) {
            return false;
        }
        double centre = new Median().evaluate(others);
        double[] distances = new double[others.length];
        for (int i = 0; i < others.length; i++) {
            distances[i] = Math.abs(others[i] - centre);
        }
        double deviation = Math.max(LEAST_DEVIATION, MAD_TO_DEVIATION * new Median().evaluate(distances));
        return Math.abs(bias - centre) > Z_LIMIT * deviation;
    }

    /** Sum and number of scores. */
    private record Scores(double sum, int count) {

        Scores plus(Scores other) {
            return new Scores(sum + other.sum, count + other.count);
        }

        Scores minus(Scores other) {
            return new Scores(sum - other.sum, count - other.count);
        }

        double mean() {
            return sum / count;
        }
    }
}
