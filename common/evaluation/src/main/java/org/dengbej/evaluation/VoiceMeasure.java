package org.dengbej.evaluation;

/** A measure of one spoken utterance beside its recording. Frames are those that meet by {@link DynamicTimeWarping} on {@link MelCepstrum}. */
public enum VoiceMeasure {

    /**
     * The number that checkpoints are compared by: the mean of distortion / 5 dB, log-F0 error / 0.15 and voicing error / 0.15, that is
     * of each in units of what a usable voice may have. It is needed since distortion alone does not hear pitch. Where the recording is
     * voiced and no voiced frames meet, the log-F0 error counts as ln 10, that of 50 Hz for 500 Hz; where the recording has no pitch
     * itself, it is left out.
     */
    SCORE("score", "Score", "", Better.LOWER),

    /** {@link MelCepstralDistortion} in dB. */
    DISTORTION("distortion", "Mel-cepstral distortion", "dB", Better.LOWER),

    /** Root mean square difference of F0's natural logarithms over pairs of frames voiced in both: 0.15 is 2.6 semitones. */
    LOG_F0_ERROR("logF0Error", "Log-F0 error", "", Better.LOWER),

    /** Share of pairs of which one frame alone is voiced, 0 to 1. */
    VOICING_ERROR("voicingError", "Voicing error", "", Better.LOWER),

    /** Median F0 of the voice, over its voiced frames. */
    F0_MEDIAN("f0Median", "F0 median, voice", "Hz", Better.AS_RECORDED),

    /** Median F0 of the recording. */
    F0_MEDIAN_RECORDED("f0MedianRecorded", "F0 median, recording", "Hz", Better.NEITHER),

    /** 5th percentile of the voice's F0. */
    F0_LOW("f0Low", "F0 5th percentile, voice", "Hz", Better.AS_RECORDED),

    /** 5th percentile of the recording's. */
    F0_LOW_RECORDED("f0LowRecorded", "F0 5th percentile, recording", "Hz", Better.NEITHER),

    /** 95th percentile of the voice's F0. */
    F0_HIGH("f0High", "F0 95th percentile, voice", "Hz", Better.AS_RECORDED),

    /** 95th percentile of the recording's. */
    F0_HIGH_RECORDED("f0HighRecorded", "F0 95th percentile, recording", "Hz", Better.NEITHER),

    /** Seconds spoken over seconds recorded. */
    DURATION_RATIO("durationRatio", "Duration ratio", "", Better.NEAR_ONE),

    /** {@link LetterDiscrimination} of the spoken sound, 0 to 1; 0.5 is chance. */
    INTELLIGIBILITY("intelligibility", "Intelligibility, voice", "", Better.HIGHER),

    /** {@link LetterDiscrimination} of the recording: how good a judge the voice's aligner is. */
    INTELLIGIBILITY_RECORDED("intelligibilityRecorded", "Intelligibility, recording", "", Better.HIGHER);

    /** The direction in which a measure is better. */
    public enum Better {
        LOWER,
        HIGHER,
        NEAR_ONE,
        AS_RECORDED,
        NEITHER
    }

    private final String key;
    private final String title;
    private final String unit;
    private final Better better;

    VoiceMeasure(String key, String title, String unit, Better better) {
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.better = better;
    }

    /** Its name in JSON and in curves. */
    public String key() {
        return key;
    }

    /** Its name for a reader. */
    public String title() {
        return title;
    }

    /** dB, Hz or empty. */
    public String unit() {
        return unit;
    }

    /** The most that it can be; none is less than 0. */
    double most() {
        return this == VOICING_ERROR || this == INTELLIGIBILITY || this == INTELLIGIBILITY_RECORDED
                ? 1
                : Double.POSITIVE_INFINITY;
    }

    public Better better() {
        return better;
    }
}
