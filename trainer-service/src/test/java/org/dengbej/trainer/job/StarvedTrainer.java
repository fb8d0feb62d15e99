package org.dengbej.trainer.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dengbej.events.CheckpointSaved;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.report.JobEventPublisher;

/**
 * A process that does a job, and whose heap is full while it writes its second checkpoint. Its arguments: the job's file, and the
 * folder for base models; it ends with 0 when the job is done.
 */
final class StarvedTrainer {

    private static final int LARGEST_PIECE_BYTES = 1 << 20;
    private static final int SMALLEST_PIECE_BYTES = 1 << 14;

    /** As much as it takes to complain, and less than a checkpoint's pictures. */
    private static final int LEFT_BYTES = 1 << 18;

    private final List<byte[]> ballast = new ArrayList<>();
    private boolean hungry;

    public static void main(String[] arguments) throws IOException {
        TrainVoice job = EventJson.read(Files.readAllBytes(Path.of(arguments[0])), TrainVoice.class);
        System.exit(new StarvedTrainer().done(job, Path.of(arguments[1])) ? 0 : 1);
    }

    private boolean done(TrainVoice job, Path models) {
        JobEventPublisher publisher = new JobEventPublisher() {
            @Override
            public void publish(Event event) {
                hungry |= event instanceof CheckpointSaved saved && saved.step() == 2;
            }

            @Override
            public void assertHeld() {
                if (hungry) {
                    hungry = false;
                    fill();
                }
            }
        };
        return JobFaultsTest.runner(models).run(job, publisher, () -> {
            ballast.clear(); // it is asked before each step
            return StopRequest.NONE;
        });
    }

    private void fill() {
        for (int bytes = LARGEST_PIECE_BYTES; bytes >= SMALLEST_PIECE_BYTES; bytes /= 2) {
            try {
                while (true) {
                    ballast.add(new byte[bytes]);
                }
            } catch (OutOfMemoryError e) {
                // then smaller ones
            }
        }
        for (int left = 0; left < LEFT_BYTES; ) {
            left += ballast.remove(ballast.size() - 1).length;
        }
    }
}
