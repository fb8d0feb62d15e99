package org.dengbej.vits.engine;

import ai.djl.Device;

/** The device by its configured name. */
public final class Devices {

    private Devices() {}

    /**
     * Chooses a device.
     *
     * @param name {@code auto} (the first GPU if there is one, else the CPU), {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws IllegalArgumentException when the name is none of these, or that GPU is not there
     */
    public static Device choose(String name) {
        int gpus = Torch.engine().getGpuCount();
        if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
            return Device.cpu();
        }
        if (!name.matches("auto|gpu(:[0-9]{1,3})?")) {
            throw new IllegalArgumentException("device must be auto, cpu, gpu or gpu:N, found '%s'".formatted(name));
        }
        int index = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
        if (index >= gpus) {
            throw new IllegalArgumentException(
                    "device %s asked for, %d GPUs are here; use auto or cpu".formatted(name, gpus));
        }
        return Device.gpu(index);
    }
}
