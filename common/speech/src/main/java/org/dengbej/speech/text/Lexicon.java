package org.dengbej.speech.text;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user's pronunciation lexicon: words and how they are spoken, in the letters of the voice. It is {@value #FILE} beside the voice, in
 * UTF-8, with a word or phrase, a tab and its spoken form in each line; empty lines and those that begin with {@code #} are comments.
 * Upper and lower case are the same.
 */
public final class Lexicon {

    public static final String FILE = "lexicon.tsv";

    /** The lexicon without entries. */
    public static final Lexicon EMPTY = new Lexicon(Map.of());

    private record Entry(Pattern written, String spoken) {}

    private final Map<String, String> words;
    private final List<Entry> entries = new ArrayList<>();

    private Lexicon(Map<String, String> words) {
        this.words = words;
        words.entrySet().stream()
                .sorted(Comparator.comparing(
                        (Map.Entry<String, String> word) -> -word.getKey().length()))
                .forEach(word -> entries.add(new Entry(
                        Pattern.compile(
                                "(?<![\\p{L}\\p{M}\\p{N}])" + Pattern.quote(word.getKey()) + "(?![\\p{L}\\p{M}\\p{N}])",
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
                        word.getValue())));
    }

    /**
     * The lexicon beside a voice; empty where there is none.
     *
     * @throws InvalidTokenizerException naming the line that is none
     */
    public static Lexicon beside(Path voice) {
        Path file = voice.resolve(FILE);
        return Files.exists(file) ? read(file) : EMPTY;
    }

    private static Lexicon read(Path file) {
        Map<String, String> words = new LinkedHashMap<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String entry = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (entry.isBlank() || entry.startsWith("#")) {
                    continue;
                }
                String[] columns = entry.split("\t", -1);
                if (columns.length != 2 || columns[0].isBlank() || columns[1].isBlank()) {
                    throw new InvalidTokenizerException("[%s:%d] expected a word, a tab and its spoken form, found '%s'"
                            .formatted(file, number, entry));
                }
                words.put(columns[0].strip().toLowerCase(Locale.ROOT), columns[1].strip());
            }
        } catch (MalformedInputException e) {
            throw new InvalidTokenizerException("[%s] expected UTF-8; save it in that encoding".formatted(file), e);
        } catch (IOException e) {
            throw new InvalidTokenizerException("[%s] cannot be read: %s".formatted(file, e), e);
        }
        return new Lexicon(words);
    }

    /** Writes the file into a voice's folder, unless there are no entries. */
    void write(Path folder) throws IOException {
        if (!words.isEmpty()) {
            Files.write(
                    folder.resolve(FILE),
                    words.entrySet().stream()
                            .map(word -> word.getKey() + "\t" + word.getValue())
                            .toList());
        }
    }

    /** Replaces the words of a text that are in the lexicon; longer entries first, each word once. */
    String apply(String text) {
        String result = text;
        for (Entry entry : entries) {
            result = entry.written.matcher(result).replaceAll(Matcher.quoteReplacement(entry.spoken));
        }
        return result;
    }
}
