package org.dengbej.vits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dengbej.speech.folder.JsonFault;

/**
 * The speakers of a voice: ids from 0 on, which are the rows of its speaker embedding, and names where they are known. The names lie in
 * {@value #FILE} beside the voice, an object of names and ids, as Coqui's voices have it.
 *
 * @param count of the speakers, at least 1
 * @param ids   by name; a published voice may name some of its speakers, or none
 */
public record Speakers(int count, Map<String, Integer> ids) {

    public static final String FILE = "speaker_ids.json";

    private static final int SHOWN = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Speakers {
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        if (count < 1) {
            throw new IllegalArgumentException("a voice has at least one speaker, found %d".formatted(count));
        }
        Map<Integer, String> names = new LinkedHashMap<>();
        ids.forEach((name, id) -> {
            if (name.isBlank() || id < 0 || id >= count) {
                throw new IllegalArgumentException(
                        "a speaker must have a name and an id from 0 to %d (num_speakers %d), found '%s' with id %d"
                                .formatted(count - 1, count, name, id));
            }
            String other = names.putIfAbsent(id, name);
            if (other != null) {
                throw new IllegalArgumentException("speakers '%s' and '%s' have one id, %d".formatted(other, name, id));
            }
        });
    }

    /** Speakers without names. */
    public static Speakers unnamed(int count) {
        return new Speakers(count, Map.of());
    }

    /**
     * The speakers of a model folder.
     *
     * @param count of them, {@code num_speakers} of its configuration
     * @throws InvalidVoiceException naming the file and what is wrong with it
     */
    public static Speakers read(Path folder, int count) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return unnamed(count);
        }
        try {
            return new Speakers(count, ids(JSON.readTree(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(file, JsonFault.of(e)), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidVoiceException("[%s] %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Map<String, Integer> ids(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(
                    "expected an object of names and ids, found %s".formatted(json.getNodeType()));
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            if (!entry.getValue().isInt()) {
                throw new IllegalArgumentException("the id of speaker '%s' must be a whole number, found %s"
                        .formatted(entry.getKey(), entry.getValue()));
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
        });
        return ids;
    }

    /** Writes the file where there are names. */
    void write(Path folder) throws IOException {
        if (!ids.isEmpty()) {
            Files.write(
                    folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(ids));
        }
    }

    /** The id of a name; empty where it is none of theirs. */
    public OptionalInt id(String name) {
        Integer id = ids.get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /**
     * The id that a person means by a name or an id.
     *
     * @throws IllegalArgumentException saying which there are
     */
    public int find(String nameOrId) {
        OptionalInt named = id(nameOrId);
        if (named.isPresent()) {
            return named.getAsInt();
        }
        if (nameOrId.matches("[0-9]{1,9}") && Integer.parseInt(nameOrId) < count) {
            return Integer.parseInt(nameOrId);
        }
        throw new IllegalArgumentException("the voice has no speaker '%s'; expected %s".formatted(nameOrId, this));
    }

    /** The name of an id; the id itself where it has none. */
    public String name(int id) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Integer.toString(id));
    }

    /**
     * The same speakers and new ones, whose ids follow in the order of their names, so that the same names give the same ids.
     *
     * @param rows  of the embedding so far: ids that are taken, named or not
     */
    Speakers with(Collection<String> names, int rows) {
        Map<String, Integer> all = new LinkedHashMap<>(ids);
        int next = Math.max(
                rows, ids.values().stream().mapToInt(id -> id + 1).max().orElse(0));
        for (String name : new TreeSet<>(names)) {
            if (!all.containsKey(name)) {
                all.put(name, next++);
            }
        }
        return new Speakers(Math.max(1, next), all);
    }

    /** For people: their names, and the range of their ids. */
    @Override
    public String toString() {
        String range = count == 1 ? "0" : "0 to %d".formatted(count - 1);
        return ids.isEmpty()
                ? "an id from " + range
                : "one of %s%s, or an id from %s"
                        .formatted(
                                ids.keySet().stream().limit(SHOWN).collect(Collectors.joining(", ")),
                                ids.size() > SHOWN ? ", ... (%d in all)".formatted(ids.size()) : "",
                                range);
    }
}
