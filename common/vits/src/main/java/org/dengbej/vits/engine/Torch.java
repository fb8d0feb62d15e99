package org.dengbej.vits.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** The PyTorch engine; the process is prepared before its native library is loaded. */
public final class Torch {

    private static final String NAME = "PyTorch";

    static {
        Libc.prepare();
        ProcessExit.skipStaticDestructors();
    }

    private Torch() {}

    public static Engine engine() {
        return Engine.getEngine(NAME);
    }

    /** Memory on a device, to be closed. */
    public static NDManager newManager(Device device) {
        return NDManager.newBaseManager(device, NAME);
    }
}
