package org.dengbej.vits;

import java.util.List;

/**
 * The discriminators that a voice is trained against, and how much of an utterance they hear: keys that fine-tuning tools add to
 * {@code config.json}.
 *
 * @param kernelSize     of the period discriminators
 * @param stride         of the period discriminators
 * @param periods        one discriminator for each
 * @param periodChannels from 1 on
 * @param scaleChannels  of the one discriminator without period, from 1 on
 * @param segmentSamples of waveform that are generated and judged in a step
 */
public record DiscriminatorConfig(
        int kernelSize,
        int stride,
        List<Integer> periods,
        List<Integer> periodChannels,
        List<Integer> scaleChannels,
        int segmentSamples) {

    public DiscriminatorConfig {
        periods = List.copyOf(periods);
        periodChannels = List.copyOf(periodChannels);
        scaleChannels = List.copyOf(scaleChannels);
        VitsConfigRules.odd("discriminator_kernel_size", kernelSize);
        VitsConfigRules.positive("discriminator_stride", stride);
        VitsConfigRules.positive("segment_size", segmentSamples);
        VitsConfigRules.that(
                periodChannels.size() > 1 && scaleChannels.size() > 1,
                "discriminators need at least two numbers of channels, found %s and %s",
                periodChannels,
                scaleChannels);
    }

    /** The values of the configuration; absent keys have the published voices' values. */
    public static DiscriminatorConfig of(VitsConfig config) {
        return new DiscriminatorConfig(
                number(config, "discriminator_kernel_size", 5),
                number(config, "discriminator_stride", 3),
                numbers(config, "discriminator_periods", List.of(2, 3, 5, 7, 11)),
                numbers(config, "discriminator_period_channels", List.of(1, 32, 128, 512, 1024)),
                numbers(config, "discriminator_scale_channels", List.of(1, 16, 64, 256, 1024)),
                number(config, "segment_size", 32 * config.hopSamples()));
    }

    private static int number(VitsConfig config, String key, int otherwise) {
        Object value = config.other().get(key);
        VitsConfigRules.that(
                value == null || value instanceof Integer, "%s must be a whole number, found %s", key, value);
        return value == null ? otherwise : (Integer) value;
    }

    private static List<Integer> numbers(VitsConfig config, String key, List<Integer> otherwise) {
        Object value = config.other().get(key);
        if (value == null) {
            return otherwise;
        }
        VitsConfigRules.that(
                value instanceof List<?> list && list.stream().allMatch(Integer.class::isInstance),
                "%s must be a list of whole numbers, found %s",
                key,
                value);
        return ((List<?>) value).stream().map(Integer.class::cast).toList();
    }
}
