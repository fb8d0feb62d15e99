package org.dengbej.speech.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A format of sound files that is decoded. It is recognised by a file's bytes; extensions are for finding files. */
public enum AudioFormat {
    WAV("WAV", "wav", "wav", "wave", "bwf", "rf64"),
    W64("Wave64", "w64", "w64"),
    AIFF("AIFF", "aiff", "aif", "aiff", "aifc"),
    AU("AU", "au", "au", "snd"),
    CAF("CAF", "caf", "caf"),
    SPHERE("NIST SPHERE", "nistsphere", "sph", "nist", "wv1", "wv2"),
    FLAC("FLAC", "flac", "flac"),
    MP3("MP3", "mp3", "mp3", "mp2", "mpga"),
    OGG("Ogg", "ogg", "ogg", "oga", "opus", "spx"),
    AAC("AAC", "aac,loas", "aac", "adts", "loas", "latm"),
    MP4("MP4", "mov,mp4,m4a,3gp,3g2,mj2", "m4a", "m4b", "mp4", "mov", "3gp", "3gpp", "3g2", "3ga"),
    MATROSKA("Matroska", "matroska,webm", "webm", "mka", "mkv", "weba"),
    AMR("AMR", "amr,amrnb,amrwb", "amr", "awb"),
    WMA("WMA", "asf", "wma", "asf"),
    AC3("AC-3", "ac3,eac3", "ac3", "eac3"),
    WAVPACK("WavPack", "wv", "wv"),
    MONKEYS_AUDIO("Monkey's Audio", "ape", "ape"),
    TRUE_AUDIO("True Audio", "tta", "tta"),
    MUSEPACK("Musepack", "mpc,mpc8", "mpc"),
    SHORTEN("Shorten", "shn", "shn"),
    VOC("Creative VOC", "voc", "voc"),
    SOX("SoX", "sox", "sox"),
    IRCAM("IRCAM", "ircam", "ircam"),
    SVX("8SVX", "iff", "8svx", "iff"),
    GSM("GSM", "gsm", "gsm"),
    REAL_AUDIO("RealAudio", "rm", "ra", "rm"),
    AVI("AVI", "avi", "avi"),
    FLV("FLV", "flv", "flv");

    private final String title;
    private final String demuxers;
    private final Set<String> extensions;

    /** {@code demuxers}: names that FFmpeg knows it by; none that opens other files or addresses. */
    AudioFormat(String title, String demuxers, String... extensions) {
        this.title = title;
        this.demuxers = demuxers;
        this.extensions = Set.of(extensions);
    }

    /** Extensions of sound files, in lower case, without the dot. */
    public static Set<String> allExtensions() {
        return Arrays.stream(values())
                .flatMap(format -> format.extensions.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names for people. */
    public static List<String> titles() {
        return Stream.of(values()).map(format -> format.title).toList();
    }

    /** {@code demuxer}: FFmpeg's name, or several of them, separated by commas. */
    static boolean isDecoded(String demuxer) {
        List<String> decoded = List.of(allDemuxers().split(","));
        return Stream.of(demuxer.split(",")).anyMatch(decoded::contains);
    }

    static String allDemuxers() {
        return Stream.of(values()).map(format -> format.demuxers).collect(Collectors.joining(","));
    }
}
