package org.dengbej.local.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dengbej.events.CancelJob;
import org.dengbej.events.Event;
import org.dengbej.events.InvalidEventException;
import org.dengbej.events.JobCancelled;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.JobFailed;
import org.dengbej.events.JobStarted;
import org.dengbej.events.OffsetRange;
import org.dengbej.events.StepsTrained;
import org.dengbej.events.Topics;
import org.dengbej.events.TrainVoice;
import org.dengbej.local.client.JobStatus.State;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.DeadLetter;
import org.dengbej.messaging.DeadLetterQueue;
import org.dengbej.messaging.OffsetRangeReader;

/** The training jobs that the topics know. */
public final class JobCatalogue {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** By name. Times are the broker's, so that those of two topics can be compared. */
    private final Map<String, JobStatus> jobs = new HashMap<>();

    private JobCatalogue() {}

    /** Reads the topics as they are now. {@code connection}: the broker's address and what else it wants. */
    public static JobCatalogue read(Map<String, Object> connection) {
        JobCatalogue catalogue = new JobCatalogue();
        try (OffsetRangeReader log = OffsetRangeReader.open(connection, TIMEOUT)) {
            each(log, Topics.TRAINING_JOBS, catalogue::asked);
            each(log, Topics.JOB_COMMANDS, catalogue::commanded);
            each(log, Topics.TRAINING_EVENTS, catalogue::happened);
        }
        try (DeadLetterQueue letters = new DeadLetterQueue(connection, Topics.TRAINING_JOBS)) {
            letters.letters().forEach(catalogue::deadLettered);
        }
        return catalogue;
    }

    private static void each(OffsetRangeReader log, String topic, BiConsumer<Event, Instant> reader) {
        for (OffsetRange partition : log.allRanges(topic)) {
            for (Iterator<ConsumerRecord<String, byte[]>> records = log.read(partition); records.hasNext(); ) {
                ConsumerRecord<String, byte[]> next = records.next();
                read(next).ifPresent(event -> reader.accept(event, Instant.ofEpochMilli(next.timestamp())));
            }
        }
    }

    /** An event that cannot be read is for the services to report. */
    private static Optional<Event> read(ConsumerRecord<String, byte[]> record) {
        try {
            return CloudEvents.read(record);
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    private void asked(Event event, Instant at) {
        if (event instanceof TrainVoice asked) {
            jobs.put(asked.job(), new JobStatus(asked.job(), asked.voice(), State.QUEUED, at, ""));
        }
    }

    /** A request that no service could handle, and that was not made again since. */
    private void deadLettered(DeadLetter letter) {
        if (!letter.replayed()) {
            jobs.replaceAll((name, job) -> job.state() == State.QUEUED
                            && DeadLetteredRequest.isOf(name, letter)
                            && !letter.time().isBefore(job.since())
                    ? job.with(State.FAILED, letter.time(), DeadLetteredRequest.message(letter))
                    : job);
        }
    }

    private void commanded(Event event, Instant at) {
        if (event instanceof CancelJob cancel) {
            jobs.computeIfPresent(cancel.job(), (name, job) -> job.with(State.CANCELLING, job.since(), ""));
        }
    }

    /** Events before a job was asked for the last time are of an earlier attempt. */
    private void happened(Event event, Instant at) {
        jobs.computeIfPresent(event.key(), (name, job) -> at.isBefore(job.since()) ? job : after(event, at, job));
    }

    private static JobStatus after(Event event, Instant at, JobStatus job) {
        if (event instanceof JobCompleted completed) {
            return job.with(State.COMPLETED, at, completed.model().toString());
        } else if (event instanceof JobFailed failed) {
            return job.with(State.FAILED, at, failed.reason());
        } else if (event instanceof JobCancelled cancelled) {
            return job.with(State.CANCELLED, at, cancelled.reason() == null ? "" : cancelled.reason());
        } else if (event instanceof JobStarted started) {
            return running(job, "on " + started.device());
        } else if (event instanceof StepsTrained steps) {
            return running(job, progress(steps));
        }
        return job;
    }

    private static JobStatus running(JobStatus job, String detail) {
        return job.with(job.state() == State.CANCELLING ? State.CANCELLING : State.RUNNING, job.since(), detail);
    }

    /** The progress of a job, for people. */
    static String progress(StepsTrained steps) {
        return String.format(
                Locale.ROOT,
                "epoch %d, %d of %d batches",
                steps.epoch(),
                steps.batchesTrained() + steps.batchesSkipped(),
                steps.batchesTotal());
    }

    /** All of them, by their time. */
    public List<JobStatus> all() {
        return jobs.values().stream()
                .sorted(Comparator.comparing(JobStatus::since).thenComparing(JobStatus::job))
                .toList();
    }

    /** The job of that name. */
    public Optional<JobStatus> find(String job) {
        return Optional.ofNullable(jobs.get(job));
    }
}
