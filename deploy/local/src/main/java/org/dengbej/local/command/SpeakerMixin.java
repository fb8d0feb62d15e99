package org.dengbej.local.command;

import org.dengbej.events.SpeakerSelection;
import picocli.CommandLine.Option;

/** The options that say whose recordings are used. */
final class SpeakerMixin {

    @Option(
            names = "--speaker",
            paramLabel = "ID|most|all",
            description =
                    "One speaker, the one with most good speech, or everybody."
                            + " Default: most for a voice of one speaker, unless nobody has enough to be chosen; all for others")
    String speaker;

    @Option(names = "--gender", paramLabel = "GENDER", description = "female, male, or as the recordings have it")
    String gender;

    @Option(
            names = "--min_speaker_hours",
            defaultValue = "0",
            paramLabel = "HOURS",
            description = "Good speech that a speaker has at least. Default: ${DEFAULT-VALUE}")
    double minSpeakerHours;

    SpeakerSelection selection() {
        return new SpeakerSelection(speaker, gender, minSpeakerHours);
    }
}
