package org.dengbej.local.stack;

import java.util.List;

/** With what the launcher starts its services' JVMs. */
public final class JvmOptions {

    /** Of data-prep. */
    public static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Of the trainer. */
    public static final List<String> TRAINER = List.of("-Xmx3g");

    /** Of the feedback service. */
    public static final List<String> FEEDBACK = List.of("-Xmx768m", "-XX:+UseSerialGC");

    private JvmOptions() {}
}
