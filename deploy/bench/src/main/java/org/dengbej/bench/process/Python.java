package org.dengbej.bench.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The interpreter that runs the peers: {@code $PYTHON}, else {@code python3}. */
public final class Python {

    private static final String NEEDED = "torch, transformers, librosa, soundfile, safetensors, numba";

    private final String interpreter;

    private Python(String interpreter) {
        this.interpreter = interpreter;
    }

    /** The interpreter, if there is one that has what the peers are made of. */
    public static Optional<Python> find() {
        return find(Optional.ofNullable(System.getenv("PYTHON")).orElse("python3"));
    }

    static Optional<Python> find(String interpreter) {
        try {
            Process process = new ProcessBuilder(interpreter, "-c", "import " + NEEDED)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? Optional.of(new Python(interpreter)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The peers' requirements, for people. */
    public static String needed() {
        return "a Python (PYTHON, else python3) with " + NEEDED;
    }

    public List<String> command(Object script, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
