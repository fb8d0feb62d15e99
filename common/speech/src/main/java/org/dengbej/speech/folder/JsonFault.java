package org.dengbej.speech.folder;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;

/** The fault of a file of JSON that cannot be read, in one line. */
public final class JsonFault {

    private JsonFault() {}

    /** The place where the file breaks off or is wrong, or the reason why it cannot be read. */
    public static String of(IOException e) {
        if (e instanceof JsonMappingException mapping) {
            return of(mapping);
        }
        if (e instanceof JsonProcessingException json) {
            JsonLocation at = json.getLocation();
            return at == null
                    ? "is no JSON"
                    : "is no JSON: it is wrong or breaks off at line %d, column %d; is the file whole?"
                            .formatted(at.getLineNr(), at.getColumnNr());
        }
        return "cannot be read: " + e.getMessage();
    }

    private static String of(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return path.isEmpty() ? e.getOriginalMessage() : "%s: %s".formatted(path, e.getOriginalMessage());
    }
}
