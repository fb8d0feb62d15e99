package org.dengbej.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dengbej.events.DatasetFailed;
import org.dengbej.messaging.CloudEvents;
import org.dengbej.messaging.Lease;
import org.dengbej.messaging.LeaseLostException;
import org.dengbej.messaging.WorkQueue;
import org.dengbej.messaging.WorkQueue.Membership;

/** A member in a process of its own, whose work publishes again and again. Arguments: broker, topic, group, session ms. */
final class ZombieMain {

    static final String NOTICED = "the lease is lost";
    private static final long BETWEEN_MS = 100;

    private ZombieMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Membership membership = new Membership(arguments[1], arguments[2], Duration.parse(arguments[3]));
        new WorkQueue(Map.of("bootstrap.servers", arguments[0]), membership, ZombieMain::say, why -> {}).start();
        new CountDownLatch(1).await();
    }

    private static void say(ConsumerRecord<String, byte[]> record, Lease lease) {
        try {
            for (int i = 0; ; i++) {
                lease.publish(result(record.key(), "zombie-" + i));
                Thread.sleep(BETWEEN_MS);
            }
        } catch (LeaseLostException e) {
            System.out.println(NOTICED);
            throw e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static ProducerRecord<String, byte[]> result(String name, String who) {
        return CloudEvents.toRecord(new DatasetFailed(name, who, "said by " + who), "/test");
    }
}
