package org.dengbej.trainer.report;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work without which a run is the same: reports, pictures, samples. */
final class BestEffort {

    private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

    /** Work that may fail. */
    interface Work {
        void run() throws IOException;
    }

    private BestEffort() {}

    /**
     * Does it, or logs why not. An error of the virtual machine is thrown on: without memory the checkpoint around it is skipped.
     *
     * @param what names it in the log
     */
    static void attempt(String what, Work work) {
        try {
            work.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (UndrawablePictureException e) {
            LOG.warn(
                    "skipped: what={} reason={}",
                    what,
                    e.getMessage()); // said of every picture: no stack trace each time
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("skipped: what={} reason={}", what, e.toString(), e);
        }
    }
}
