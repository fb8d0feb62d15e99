package org.dengbej.local.command;

import java.net.URI;
import java.nio.file.Path;
import org.dengbej.speech.hub.ModelHub;
import picocli.CommandLine.Option;

/** The options of the hub from which models come that are named by a Hugging Face id. */
final class HubMixin {

    @Option(
            names = "--model-cache",
            paramLabel = "DIR",
            defaultValue = "${user.home}/.dengbej/models",
            description = "Keeps what was downloaded. Default: ${DEFAULT-VALUE}")
    Path cache;

    @Option(
            names = "--model-endpoint",
            paramLabel = "URL",
            defaultValue = "https://huggingface.co",
            description = "The hub. Default: ${DEFAULT-VALUE}")
    URI endpoint;

    ModelHub open() {
        return new ModelHub(cache, endpoint);
    }
}
