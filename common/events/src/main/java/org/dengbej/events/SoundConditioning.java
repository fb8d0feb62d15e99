package org.dengbej.events;

/**
 * The conditioning of recordings before they are learned from. An absent field has its default.
 *
 * @param removeDc           whether the mean is subtracted; true
 * @param trimSilence        whether leading and trailing silence is trimmed; true
 * @param trimMarginSeconds  silence that is left at either end; 0.1
 * @param normalizeLoudness  whether every recording is brought to one loudness; true
 * @param loudnessLufs       that loudness, integrated by ITU-R BS.1770-4, in LUFS; -23, EBU R 128's
 * @param maxPeakDbfs        largest sample, in dBFS; what would be above is limited; -1
 */
public record SoundConditioning(
        Boolean removeDc,
        Boolean trimSilence,
        Double trimMarginSeconds,
        Boolean normalizeLoudness,
        Double loudnessLufs,
        Double maxPeakDbfs) {

    public static final SoundConditioning DEFAULT = new SoundConditioning(null, null, null, null, null, null);

    /** Leaves recordings as they are. */
    public static final SoundConditioning NONE = new SoundConditioning(false, false, null, false, null, null);

    public SoundConditioning {
        removeDc = removeDc == null || removeDc;
        trimSilence = trimSilence == null || trimSilence;
        trimMarginSeconds = trimMarginSeconds == null ? 0.1 : trimMarginSeconds;
        normalizeLoudness = normalizeLoudness == null || normalizeLoudness;
        loudnessLufs = loudnessLufs == null ? -23.0 : loudnessLufs;
        maxPeakDbfs = maxPeakDbfs == null ? -1.0 : maxPeakDbfs;
        Require.between("SoundConditioning", "trimMarginSeconds", trimMarginSeconds, 0, 10);
        Require.between("SoundConditioning", "loudnessLufs", loudnessLufs, -70, 0);
        Require.between("SoundConditioning", "maxPeakDbfs", maxPeakDbfs, -40, 0);
    }
}
