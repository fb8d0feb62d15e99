package org.dengbej.vits.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CountDownLatch;

/** A process that is in a backward pass of some seconds when it exits. Its argument: the exit status; without, it waits for a signal. */
final class ComputingProcess {

    static final String IN_BACKWARD = "in backward";

    /** Convolutions of one length each, before: the more kernels are to be freed, the likelier is a crash. */
    private static final int KERNELS = 400;

    private static final int CONVOLUTIONS = 400;
    private static final long LENGTH = 4_000;
    private static final Ops.Convolution CONVOLUTION = new Ops.Convolution(1, 1, 1, 1, Precision.FLOAT32);

    private final CountDownLatch inBackward = new CountDownLatch(1);

    public static void main(String[] arguments) throws InterruptedException {
        ComputingProcess process = new ComputingProcess();
        new Thread(process::compute, "compute").start();
        process.inBackward.await();
        System.out.println(IN_BACKWARD);
        if (arguments.length > 0) {
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    private void compute() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray weight = manager.ones(new Shape(32, 3, 32));
            NDArray bias = manager.zeros(new Shape(32));
            for (int length = 100; length < 100 + KERNELS; length++) {
                try (NDArray x = manager.ones(new Shape(2, 32, length))) {
                    Ops.conv1d(x, weight, bias, CONVOLUTION).close();
                }
            }
        }
        while (true) {
            try (NDManager manager = Torch.newManager(Device.cpu());
                    Autograd.Recording recording = Autograd.record()) {
                NDArray weight = manager.ones(new Shape(32, 3, 32));
                weight.setRequiresGradient(true);
                NDArray bias = manager.zeros(new Shape(32));
                NDArray x = manager.ones(new Shape(2, 32, LENGTH));
                for (int i = 0; i < CONVOLUTIONS; i++) {
                    // Each of another length: a kernel of its own.
                    NDArray shorter = Ops.slice(x, 2, 0, x.getShape().get(2) - 1);
                    x = Ops.times(Ops.conv1d(shorter, weight, bias, CONVOLUTION), 0.01);
                }
                NDArray loss = x.sum();
                inBackward.countDown();
                recording.backward(loss, 1);
            }
        }
    }
}
