package org.dengbej.speech.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoint from which an MMS voice on the hub was converted, with its discriminators, which the converted voice lacks: the folder
 * {@code full_models/<language>} of the repository {@code facebook/mms-tts} (Pratap et al. 2023).
 *
 * @param language MMS' name of it, e.g. {@code kmr-script_latin}
 */
public record MmsCheckpoint(String language) {

    static final String REPOSITORY = "facebook/mms-tts";
    static final String GENERATOR = "G_100000.pth";
    static final String DISCRIMINATOR = "D_100000.pth";
    static final String CONFIG = "config.json";
    static final String VOCABULARY = "vocab.txt";

    private static final Pattern VOICE = Pattern.compile("facebook/mms-tts-([A-Za-z0-9][\\w-]*)");

    /** The checkpoint of a voice; empty for an id that is none of MMS'. */
    public static Optional<MmsCheckpoint> of(String id) {
        Matcher voice = VOICE.matcher(id);
        return voice.matches() ? Optional.of(new MmsCheckpoint(voice.group(1))) : Optional.empty();
    }

    /** Its folder in the repository. */
    String folder() {
        return "full_models/" + language;
    }

    /** Its folder in a cache of models, beside those of the voices. */
    String cacheName() {
        return "%s/%s".formatted(REPOSITORY, folder()).replace("/", "--");
    }

    /** The file of its discriminators, for people. */
    public String discriminators() {
        return "%s/%s of %s".formatted(folder(), DISCRIMINATOR, REPOSITORY);
    }
}
