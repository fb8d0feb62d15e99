package org.dengbej.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The JSON of events: unknown fields are ignored, missing required ones are an {@link InvalidEventException}. */
public final class EventJson {

    /** Of one event: as JSON a record of the largest size would take many times its bytes in memory. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private EventJson() {}

    /**
     * Writes one event.
     *
     * @throws InvalidEventException when it is larger than anybody would read
     */
    public static byte[] write(Event event) {
        try {
            return bounded(MAPPER.writeValueAsBytes(event), event.getClass().getSimpleName());
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "[%s] cannot be written as JSON".formatted(event.type().type()), e);
        }
    }

    /**
     * Reads one event.
     *
     * @throws InvalidEventException when the bytes are no JSON, or the event breaks a rule of its record
     */
    public static <T extends Event> T read(byte[] json, Class<T> record) {
        String name = record.getSimpleName();
        try {
            JsonNode tree = MAPPER.readTree(bounded(json, name));
            if (tree == null || !tree.isObject()) {
                throw new InvalidEventException(
                        name + ": expected a JSON object, found " + (tree == null ? "nothing" : tree.getNodeType()));
            }
            refuseMissingNumbers(tree, record);
            return MAPPER.treeToValue(tree, record);
        } catch (DatabindException e) {
            throw rule(e, name);
        } catch (IOException e) {
            throw new InvalidEventException(name + ": not JSON: " + firstLine(e), e);
        }
    }

    /**
     * A record from its fields' values by name; absent ones have their defaults.
     *
     * @throws InvalidEventException for a name that the record does not have, or a value that breaks a rule
     */
    static <T> T convert(Map<String, ?> fields, Class<T> record) {
        try {
            return MAPPER.copy()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .convertValue(fields, record);
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof DatabindException cause
                    ? rule(cause, record.getSimpleName())
                    : new InvalidEventException(record.getSimpleName() + ": " + firstLine(e), e);
        }
    }

    /** A record cannot see that a number of its was missing: it would be 0. */
    private static void refuseMissingNumbers(JsonNode tree, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isPrimitive() && !tree.hasNonNull(component.getName())) {
                Require.present(record.getSimpleName(), component.getName(), null);
            }
        }
    }

    /** A record's own complaint says it best; Jackson's says where. */
    private static InvalidEventException rule(DatabindException e, String name) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEventException invalid) {
                return invalid;
            }
        }
        return new InvalidEventException("%s: wrong shape%s: %s".formatted(name, where(e), firstLine(e)), e);
    }

    private static String where(DatabindException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return path.isEmpty() ? "" : " at " + path;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static byte[] bounded(byte[] json, String name) {
        if (json.length > MAX_BYTES) {
            throw new InvalidEventException(
                    "%s: expected at most %d bytes, found %d".formatted(name, MAX_BYTES, json.length));
        }
        return json;
    }
}
