package org.dengbej.local.command;

import java.io.PrintWriter;
import org.dengbej.local.stack.Stack;

/** A stack for one command: started if it was not up, and stopped at the command's end, however that comes, if nothing of it ran before. */
public final class Session implements AutoCloseable {

    private final Stack stack;
    private final boolean ours;
    private final Thread onSignal;

    private Session(Stack stack, boolean ours) {
        this.stack = stack;
        this.ours = ours;
        this.onSignal = new Thread(stack::stop, "stop-stack");
    }

    public static Session open(Stack stack, PrintWriter out) {
        Session session = new Session(stack, !stack.anyRuns());
        if (session.ours) {
            Runtime.getRuntime().addShutdownHook(session.onSignal);
        }
        if (!stack.up()) {
            out.printf(
                    "Starting Kafka, PostgreSQL and the services in %s ...%n",
                    stack.work().path());
            out.flush();
            try {
                stack.start();
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        }
        return session;
    }

    /** True when the stack stops with the command, or has been stopped by another one. */
    boolean stackStops() {
        return ours || stack.stoppedByAnother();
    }

    @Override
    public void close() {
        if (ours && !stoppedBySignal() && !stack.stoppedByAnother()) {
            stack.stop();
        }
    }

    /** True when the process is ending, and the stack with it. */
    private boolean stoppedBySignal() {
        try {
            return !Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
