package org.dengbej.local.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/** References to models, and names of requests, as the services understand them. */
public final class ModelReferences {

    /** Says that a folder's weights are to be random. */
    public static final String FRESH = "fresh:";

    private ModelReferences() {}

    /** A name that no other request has. */
    public static String unique(String task) {
        return task + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A model as the services find it: they run in another folder than this command. */
    public static String model(String reference) {
        String prefix = reference.startsWith(FRESH) ? FRESH : "";
        Path path = Path.of(reference.substring(prefix.length()));
        return Files.isDirectory(path) ? prefix + path.toAbsolutePath().normalize() : reference;
    }

    /** The folder or id whose tokenizer a model has. */
    public static String tokenizer(String model) {
        return model.startsWith(FRESH) ? model.substring(FRESH.length()) : model;
    }

    /** The inputs of a job: the recordings, and the model's folder where that is on this machine. */
    public static Path[] inputs(String model, Path... recordings) {
        Path folder = Path.of(tokenizer(model));
        return Stream.concat(Stream.of(recordings), Stream.of(folder).filter(Files::isDirectory))
                .toArray(Path[]::new);
    }
}
