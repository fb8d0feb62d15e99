package org.dengbej.trainer.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dengbej.events.Event;
import org.dengbej.events.EventJson;
import org.dengbej.events.JobCompleted;
import org.dengbej.events.TrainVoice;
import org.dengbej.trainer.loop.StopRequest;
import org.dengbej.trainer.report.JobEventPublisher;
import org.dengbej.vits.engine.Torch;

/**
 * A process that does a whole job while it stops, in a shutdown hook: whatever a stopping JVM refuses, and the job needs, is missing.
 * Its arguments: the job's file, and the folder for base models; it ends with 0 when the job is completed.
 */
final class StoppingTrainer implements JobEventPublisher {

    private final AtomicBoolean completed = new AtomicBoolean();

    public static void main(String[] arguments) throws IOException {
        TrainVoice job = EventJson.read(Files.readAllBytes(Path.of(arguments[0])), TrainVoice.class);
        Torch.engine(); // the service has it from its start on
        Runtime.getRuntime().addShutdownHook(new Thread(() -> new StoppingTrainer().run(job, Path.of(arguments[1]))));
        System.exit(1);
    }

    private void run(TrainVoice job, Path models) {
        JobFaultsTest.runner(models).run(job, this, () -> StopRequest.NONE);
        Runtime.getRuntime().halt(completed.get() ? 0 : 1);
    }

    @Override
    public void publish(Event event) {
        completed.compareAndSet(false, event instanceof JobCompleted);
    }

    @Override
    public void assertHeld() {
        // nobody else is here
    }
}
