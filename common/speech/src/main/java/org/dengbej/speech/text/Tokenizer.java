package org.dengbej.speech.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dengbej.speech.folder.JsonFault;
import org.dengbej.speech.folder.ModelConfig;
import org.dengbej.speech.folder.OriginalConfig;
import org.dengbej.speech.text.uroman.Romanizer;

/**
 * The character tokenizer of the MMS voices ({@code VitsTokenizer} of transformers, without phonemes), as it lies in a Hugging
 * Face folder. Id 0 is the blank that stands around every character.
 *
 * <p>Where the voice reads romanised text ({@code is_uroman}), a text that has other characters is {@linkplain Romanizer romanised} first.
 *
 * <p>It departs from the reference in one thing: a character that is not in the vocabulary as it stands is looked for in its other
 * forms ({@link VocabularyMapping}), where the reference drops it.
 */
public final class Tokenizer {

    private static final String VOCABULARY = "vocab.json";
    private static final String ORIGINAL_VOCABULARY = "vocab.txt";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String SPECIAL_TOKENS = "special_tokens_map.json";
    private static final String ADDED_TOKENS = "added_tokens.json";
    private static final String UNKNOWN = "<unk>";
    private static final String BLANK = "_";
    private static final long BLANK_ID = 0;
    private static final int SHOWN = 8;
    private static final int SHOWN_CHARACTERS = 80;
    private static final int MAX_ASCII = 127;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> vocabulary;
    private final ObjectNode config;
    private final Lexicon lexicon;
    private final String language;
    private final VocabularyMapping mapping;

    private Tokenizer(Map<String, Long> vocabulary, ObjectNode config, Lexicon lexicon) {
        this.lexicon = lexicon;
        this.vocabulary = Collections.unmodifiableMap(vocabulary);
        this.config = config;
        String named = config.path("language").asText("");
        this.language = named.isEmpty() ? AlphabetLanguage.of(vocabulary.keySet()) : named;
        this.mapping = new VocabularyMapping(this.vocabulary.keySet(), language);
    }

    /**
     * Reads {@code vocab.json} and {@code tokenizer_config.json}; where there is no {@code vocab.json}, the original code's
     * {@code vocab.txt} (a symbol a line, its id the number of lines before it) and {@code config.json}.
     *
     * @throws InvalidTokenizerException naming the file and what is wrong with it
     */
    public static Tokenizer read(Path folder) {
        if (!Files.exists(folder.resolve(VOCABULARY))) {
            return readOriginal(folder);
        }
        if (!Files.exists(folder.resolve(CONFIG))) {
            throw new InvalidTokenizerException(
                    "[%s] the tokenizer's file %s is missing, which says how the voice reads its texts; copy it from where the voice was published"
                            .formatted(folder, CONFIG));
        }
        ObjectNode config = object(folder.resolve(CONFIG));
        if (config.path("phonemize").asBoolean(false)) {
            throw new InvalidTokenizerException(
                    "[%s] expected phonemize false, found true; only voices that read letters are supported"
                            .formatted(folder.resolve(CONFIG)));
        }
        return new Tokenizer(vocabulary(folder.resolve(VOCABULARY)), config, Lexicon.beside(folder));
    }

    private static Tokenizer readOriginal(Path folder) {
        Path file = folder.resolve(ORIGINAL_VOCABULARY);
        if (!Files.exists(file)) {
            throw new InvalidTokenizerException(
                    "[%s] the tokenizer's file %s is missing (%s where the voice is of the original code's); copy it from where the voice was published"
                            .formatted(folder, VOCABULARY, ORIGINAL_VOCABULARY));
        }
        OriginalConfig config;
        try {
            config = OriginalConfig.read(folder);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidTokenizerException(
                    "[%s] cannot be read: %s".formatted(folder.resolve(ModelConfig.FILE), e.getMessage()), e);
        }
        try {
            List<String> symbols = Files.readString(file).lines().toList();
            return ofSymbols(symbols, config.addBlank(), config.romanised());
        } catch (IOException | InvalidTokenizerException e) {
            throw new InvalidTokenizerException("[%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Map<String, Long> vocabulary(Path file) {
        Map<String, Long> vocabulary = new LinkedHashMap<>();
        object(file).properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!id.isIntegralNumber() || id.longValue() < 0) {
                throw new InvalidTokenizerException("[%s] the id of '%s' must be a whole number of at least 0, found %s"
                        .formatted(file, entry.getKey(), id));
            }
            vocabulary.put(entry.getKey(), id.longValue());
        });
        if (!vocabulary.containsValue(BLANK_ID)) {
            throw new InvalidTokenizerException(
                    "[%s] expected a symbol with id 0, the blank; found %d symbols".formatted(file, vocabulary.size()));
        }
        return vocabulary;
    }

    private static ObjectNode object(Path file) {
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidTokenizerException("[%s] expected a JSON object".formatted(file));
        } catch (IOException e) {
            throw new InvalidTokenizerException("[%s] %s".formatted(file, JsonFault.of(e)), e);
        }
    }

    /** A tokenizer for a new voice: a blank of its own, a space, and each character of {@code alphabet} once. */
    public static Tokenizer forAlphabet(String alphabet) {
        Map<String, Long> vocabulary = new LinkedHashMap<>();
        String symbols = BLANK + Normalizer.normalize(alphabet, Form.NFC).toLowerCase(Locale.ROOT) + " ";
        symbols.codePoints()
                .mapToObj(Character::toString)
                .forEach(symbol -> vocabulary.putIfAbsent(symbol, (long) vocabulary.size()));
        if (vocabulary.size() < 3) {
            throw new InvalidTokenizerException(
                    "an alphabet holds at least one letter, found '%s'".formatted(alphabet));
        }
        return new Tokenizer(vocabulary, config(BLANK, true, false), Lexicon.EMPTY);
    }

    /**
     * A tokenizer for a voice that was trained elsewhere.
     *
     * @param symbols   by id, from 0 on; the first one is the blank, and may be a letter as well. Where one is there twice, the
     *                  later id counts
     * @param addBlank  whether a blank stands around every symbol
     * @param romanised whether the voice reads romanised text
     * @throws InvalidTokenizerException when there is no first symbol that is there only once
     */
    public static Tokenizer ofSymbols(List<String> symbols, boolean addBlank, boolean romanised) {
        Map<String, Long> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < symbols.size(); id++) {
            vocabulary.put(symbols.get(id), (long) id);
        }
        if (symbols.isEmpty() || vocabulary.get(symbols.get(0)) != BLANK_ID) {
            throw new InvalidTokenizerException(
                    "expected a first symbol, the blank, that is there once; found %d symbols"
                            .formatted(symbols.size()));
        }
        return new Tokenizer(vocabulary, config(symbols.get(0), addBlank, romanised), Lexicon.EMPTY);
    }

    private static ObjectNode config(String blank, boolean addBlank, boolean romanised) {
        return JSON.createObjectNode()
                .put("add_blank", addBlank)
                .put("is_uroman", romanised)
                .put("normalize", true)
                .put("pad_token", blank)
                .put("phonemize", false)
                .put("tokenizer_class", "VitsTokenizer")
                .put("unk_token", UNKNOWN);
    }

    /** Rows that the voice's embedding needs. */
    public int vocabSize() {
        return (int)
                (vocabulary.values().stream().mapToLong(Long::longValue).max().orElseThrow() + 1);
    }

    /**
     * Refuses a vocabulary that does not fit an embedding.
     *
     * @param rows of the embedding: ids must be less
     * @throws InvalidTokenizerException naming characters whose ids are not
     */
    public void requireWithin(long rows) {
        List<String> beyond = vocabulary.entrySet().stream()
                .filter(entry -> entry.getValue() >= rows
                        && entry.getKey().codePointCount(0, entry.getKey().length()) == 1)
                .map(entry -> "'%s' (id %d)".formatted(entry.getKey(), entry.getValue()))
                .toList();
        if (!beyond.isEmpty()) {
            throw new InvalidTokenizerException(
                    "the vocabulary (%s) has ids beyond the voice's embedding, which has %d rows (vocab_size): %s; take these characters out of it, or take the voice's own vocabulary"
                            .formatted(
                                    VOCABULARY,
                                    rows,
                                    String.join(", ", beyond.subList(0, Math.min(SHOWN, beyond.size())))));
        }
    }

    /** The part of a text that the voice can speak, as it is tokenised; may be empty. */
    public String normalized(String text) {
        return normalizes() ? map(text).text().strip() : Normalizer.normalize(romanized(text), Form.NFC);
    }

    private boolean normalizes() {
        return config.path("normalize").asBoolean(true);
    }

    /** A text in the characters of the vocabulary, and those that it has no form of. */
    public SpokenText map(String text) {
        return mapping.map(romanized(text));
    }

    /** True when a character is in the vocabulary as it is. */
    public boolean reads(String character) {
        return vocabulary.containsKey(character);
    }

    /** ISO 639 code of the voice's language, as its configuration names it or its alphabet tells; empty where neither does. */
    public String language() {
        return language;
    }

    /** In Latin letters, where the voice was trained on such. */
    private String romanized(String text) {
        boolean romanizes =
                config.path("is_uroman").asBoolean(false) && text.codePoints().anyMatch(c -> c > MAX_ASCII);
        return romanizes ? Romanizer.romanize(text) : text;
    }

    /**
     * The ids of a text, blanks included: 2n + 1 for n characters.
     *
     * @throws UnspeakableTextException when no character of it is in the voice's alphabet
     */
    public long[] encode(String text) {
        return symbols(text).stream()
                .mapToLong(symbol -> symbol.isEmpty() ? BLANK_ID : id(symbol, text))
                .toArray();
    }

    /**
     * What each of {@link #encode}'s ids stands for; empty for a blank.
     *
     * @throws UnspeakableTextException when no character of it is in the voice's alphabet
     */
    public List<String> symbols(String text) {
        String normalized = normalized(text);
        if (normalized.isEmpty()) {
            throw unspeakable(text);
        }
        boolean blanks = config.path("add_blank").asBoolean(true);
        List<String> symbols = new ArrayList<>();
        normalized.codePoints().mapToObj(Character::toString).forEach(symbol -> {
            if (blanks) {
                symbols.add("");
            }
            symbols.add(symbol);
        });
        if (blanks) {
            symbols.add("");
        }
        return List.copyOf(symbols);
    }

    /** The refusal of a text of which the voice reads nothing, as it was written. */
    UnspeakableTextException unspeakable(String text) {
        String shown = text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + " ...";
        return new UnspeakableTextException("expected a text in the letters %s, found '%s'"
                .formatted(String.join("", vocabulary.keySet()), shown.replaceAll("\\R", " ")));
    }

    /** The symbols of a text's ids, as {@link #symbols} has them; empty for a blank, and for an id that is none of the voice's. */
    public List<String> decode(long[] ids) {
        boolean blanks = config.path("add_blank").asBoolean(true);
        Map<Long, String> symbols = new HashMap<>();
        vocabulary.forEach((symbol, id) -> symbols.put(id, symbol));
        List<String> decoded = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            decoded.add(blanks && i % 2 == 0 ? "" : symbols.getOrDefault(ids[i], ""));
        }
        return List.copyOf(decoded);
    }

    private long id(String symbol, String text) {
        Long id = vocabulary.get(symbol);
        if (id == null) {
            // The reference gives it an id outside the embedding, and the model breaks far from here.
            throw new UnspeakableTextException(
                    "'%s' is not in the voice's vocabulary, in '%s'".formatted(symbol, text));
        }
        return id;
    }

    /** The user's lexicon beside the voice. */
    public Lexicon lexicon() {
        return lexicon;
    }

    /** Writes the four files that {@code VitsTokenizer.from_pretrained} reads, and the user's lexicon where there is one. */
    public void write(Path folder) throws IOException {
        String blank = vocabulary.entrySet().stream()
                .filter(entry -> entry.getValue() == BLANK_ID)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        write(folder.resolve(VOCABULARY), vocabulary);
        write(folder.resolve(CONFIG), config);
        write(folder.resolve(SPECIAL_TOKENS), Map.of("pad_token", blank, "unk_token", UNKNOWN));
        write(folder.resolve(ADDED_TOKENS), Map.of(UNKNOWN, vocabSize()));
        lexicon.write(folder);
    }

    private static void write(Path file, Object value) throws IOException {
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    }
}
