package org.dengbej.local.command;

import java.io.PrintWriter;
import org.dengbej.local.stack.Stack;

/** A stack for one command: started if it was not up, and then stopped at the command's end, however that comes. */
final class Session implements AutoCloseable {

    private final Stack stack;
    private final boolean ours;
    private final Thread onSignal;

    private Session(Stack stack, boolean ours) {
        this.stack = stack;
        this.ours = ours;
        this.onSignal = new Thread(stack::stop, "stop-stack");
    }

    static Session open(Stack stack, PrintWriter out) {
        boolean ours = !stack.up();
        Session session = new Session(stack, ours);
        if (ours) {
            out.printf(
                    "Starting Kafka, PostgreSQL and three services in %s ...%n",
                    stack.work().path());
            out.flush();
            Runtime.getRuntime().addShutdownHook(session.onSignal);
            try {
                stack.start();
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        }
        return session;
    }

    @Override
    public void close() {
        if (ours) {
            Runtime.getRuntime().removeShutdownHook(onSignal);
            stack.stop();
        }
    }
}
