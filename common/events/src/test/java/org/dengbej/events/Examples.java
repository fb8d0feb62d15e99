package org.dengbej.events;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each event, with everything that it can hold. */
final class Examples {

    private static final Distribution SOME = new Distribution(2, 1, 2, 3);
    private static final SoundStatistics SOUND = new SoundStatistics(SOME, SOME, SOME, SOME, SOME, SOME, SOME);

    private static final PrepareDataset REQUEST = new PrepareDataset(
            "kmr",
            URI.create("file:///data/kmr"),
            "common-voice",
            "facebook/mms-tts-kmr-script_latin",
            16_000,
            new Filters(
                    2,
                    0,
                    1.0,
                    20.0,
                    500,
                    true,
                    new SoundFilters(
                            true, -60.0, true, 20.0, true, 0.1, true, 3.0, 30.0, 4.0, true, 20.0, true, 6000.0)),
            4,
            4000,
            0,
            1,
            URI.create("file:///out"),
            true,
            new TableColumns("path", "sentence", "client_id"),
            "train",
            new SoundConditioning(true, true, 0.2, true, -20.0, -2.0),
            new SpeakerSelection("most", "female", 0.5),
            URI.create("file:///report"));

    static final List<Event> ALL = List.of(
            REQUEST,
            new DatasetProgress("kmr", "request", 64, 100),
            new DatasetPrepared(
                    "kmr",
                    "request",
                    16_000,
                    2,
                    300,
                    new DatasetStatistics(3, 0.01, 2.5, 1, Map.of("female", 3), List.of("Silav"), SOUND),
                    List.of(new OffsetRange(Topics.BATCHES, 0, 10, 13, 2)),
                    Map.of("too-short", 1),
                    List.of(new RejectedUtterance("a.mp3", "too-short", "0.5 s", "validated.tsv", 2L)),
                    "taken for common-voice",
                    Map.of("ł", 2),
                    "kmr/2-1375",
                    7,
                    new SpeakerSummary(1, List.of(new SpeakerHours("a", 3, 0.01, true)), "a is used"),
                    URI.create("file:///out")),
            new DatasetPlanned(
                    "kmr",
                    "2-1375",
                    REQUEST,
                    1500,
                    "ab12",
                    "taken for common-voice",
                    "f1 is used",
                    List.of(new ShardRange(0, 1000))),
            new PrepareShard("kmr", "2-1375", 17, REQUEST, "ab12", 1, new ShardRange(1000, 500), 0),
            new ShardPrepared(
                    "kmr",
                    "2-1375",
                    17,
                    1,
                    500,
                    16_000,
                    2,
                    300,
                    new DatasetStatistics(3, 0.01, 2.5, 1, Map.of("female", 3), List.of("Silav")),
                    List.of(new SpeakerHours("f1", 3, 0.01, true)),
                    List.of(new OffsetRange(Topics.BATCHES, 0, 10, 13, 2)),
                    Map.of("too-short", 1),
                    List.of(new RejectedUtterance("a.mp3", "too-short", "0.5 s", "validated.tsv", 2L)),
                    Map.of("ł", 2)),
            new ShardFailed("kmr", "2-1375", 17, 1, "no room on the disk", true),
            new DatasetFailed("kmr", "request", "no such folder"),
            new TrainVoice(
                    "kmr",
                    "job",
                    "file:///voice",
                    List.of(new WeightedDataset("kmr", 2.0)),
                    "mel",
                    "corrections",
                    new Hyperparameters(
                            8,
                            2e-5,
                            10,
                            true,
                            0.9,
                            0.999,
                            1e-8,
                            0.01,
                            1.0,
                            2,
                            500,
                            1e-5,
                            0.999,
                            200,
                            "skip",
                            20,
                            0.1,
                            new LossWeights(45.0, 1.0, 1.0, 1.0, 1.0, 1.0)),
                    URI.create("file:///out"),
                    URI.create("file:///checkpoints"),
                    URI.create("file:///model"),
                    1,
                    List.of("Silav")),
            new CancelJob("job", "enough"),
            new JobStarted(
                    "job", "kmr", "cpu", 10, 25, 0, "full_models/kmr-script_latin/D_100000.pth of facebook/mms-tts"),
            new StepsTrained(
                    "job",
                    "kmr",
                    3,
                    1,
                    List.of("speech/7"),
                    24,
                    1,
                    250,
                    Map.of("mel", 1.5),
                    65536,
                    2.0,
                    2e-5,
                    true,
                    1.25),
            new EpochEvaluated("job", "kmr", 1, 3, 5, Map.of("mel", 1.75), 6.5, true),
            new BatchSkipped(
                    "job", "kmr", "kmr", 3, 1, "out-of-memory", "tried to allocate", List.of("a.mp3"), List.of(300)),
            new JobCompleted("job", "kmr", 3, 24, 1, List.of(2.0, 1.5), URI.create("file:///model"), 60.5),
            new JobCancelled("job", "kmr", "enough", URI.create("file:///checkpoints/step-3")),
            new JobFailed("job", "kmr", "no such voice", URI.create("file:///checkpoints/step-3")),
            new CheckpointSaved(
                    "kmr",
                    "job",
                    URI.create("file:///checkpoints/step-3"),
                    3,
                    1,
                    false,
                    "ab12",
                    Map.of("mel", 1.5),
                    List.of(new CheckpointSaved.Sample("Silav", URI.create("file:///s.wav")))),
            new RatingGiven("r", "kmr", "ab12", "Silav", 4, List.of("noise"), "good", Instant.EPOCH),
            new CorrectionRecorded("c", "kmr", "r", "Silav", URI.create("file:///c.wav"), 1.5, Instant.EPOCH),
            new VoicePromoted("kmr", URI.create("file:///model"), "ab12", "cd34"),
            new VoiceRolledBack("kmr", "ab12", "cd34", "votes"));

    private Examples() {}
}
