package org.dengbej.local.stack;

import java.util.List;

/** The options of the services' JVMs. */
public final class JvmOptions {

    /** Of data-prep. */
    public static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /**
     * Of the trainer, whose memory is the engine's: what Java throws away must not lie around, and what it needed to read a base
     * model goes back to the operating system.
     */
    public static final List<String> TRAINER = List.of(
            "-Xmx3g", "-Xms32m", "-Xmn16m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

    /** Of the feedback service. */
    public static final List<String> FEEDBACK = List.of("-Xmx768m", "-XX:+UseSerialGC");

    private JvmOptions() {}
}
