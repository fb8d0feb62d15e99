package org.dengbej.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dengbej.vits.conformance.Check;
import org.dengbej.vits.engine.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "conformance",
        description =
                "Checks that this machine's libtorch computes VITS as the reference does: one JSON object a line.",
        mixinStandardHelpOptions = true)
public final class Conformance implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--golden", required = true, paramLabel = "DIR", description = "A folder of reference vectors")
    Path golden;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}")
    String device;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean ok = org.dengbej.vits.conformance.Conformance.run(golden, Devices.choose(device), check -> {
            out.println(line(check));
            out.flush();
        });
        return ok ? 0 : 1;
    }

    private static String line(Check check) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("quantity", check.quantity());
        fields.put("max_abs", check.maxAbs());
        fields.put("max_rel", check.maxRel());
        fields.put("ok", check.ok());
        if (!check.ok()) {
            fields.put("detail", check.detail());
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
