package org.dengbej.speech.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The segmentation of a text for speech: sentences by Unicode's rules (UAX 29, ICU's break iterator), long ones at their clauses, those
 * that are still too long at a space. Pauses follow the punctuation at the end.
 */
public final class SpeechSegments {

    /** Speech of some 15 s; a voice has hardly learned from longer ones. */
    static final int MAX_CHARACTERS = 240;

    private static final double PARAGRAPH_SECONDS = 0.7;
    private static final double SENTENCE_SECONDS = 0.4;
    private static final double CLAUSE_SECONDS = 0.2;
    private static final double SPLIT_SECONDS = 0.05;
    private static final Pattern PARAGRAPH = Pattern.compile("\\R+");
    private static final Pattern CLAUSE_END = Pattern.compile("[,;:،؛—–](?=\\s)|\\s[-–—](?=\\s)");
    private static final Pattern ENDS_CLAUSE = Pattern.compile("[,;:،؛—–-]$");

    private SpeechSegments() {}

    /**
     * Splits a text; pieces in which the voice has nothing to speak are left out.
     *
     * @throws UnspeakableTextException when that is all of them
     */
    public static List<SpeechSegment> of(String text, TextFrontend frontend) {
        List<SpeechSegment> segments = new ArrayList<>();
        for (String paragraph : PARAGRAPH.split(text)) {
            int before = segments.size();
            sentences(paragraph, frontend).forEach(sentence -> split(sentence, segments, frontend));
            if (segments.size() > before) {
                SpeechSegment last = segments.remove(segments.size() - 1);
                segments.add(new SpeechSegment(last.text(), PARAGRAPH_SECONDS));
            }
        }
        if (segments.isEmpty()) {
            frontend.tokenizer().encode(frontend.process(text).text()); // says what was expected and found
        }
        return List.copyOf(segments);
    }

    private static List<String> sentences(String paragraph, TextFrontend frontend) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(
                ULocale.forLanguageTag(frontend.tokenizer().language().replace('_', '-')));
        breaks.setText(paragraph);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            sentences.add(paragraph.substring(start, end).strip());
        }
        return sentences;
    }

    /** A sentence in pieces of a length that can be spoken in one breath. */
    private static void split(String sentence, List<SpeechSegment> segments, TextFrontend frontend) {
        String rest = sentence;
        while (rest.length() > 1 && isTooLong(rest, frontend)) {
            int end = splitPoint(rest);
            add(rest.substring(0, end).strip(), segments, frontend);
            rest = rest.substring(end).strip();
        }
        add(rest, segments, frontend);
    }

    private static boolean isTooLong(String text, TextFrontend frontend) {
        return text.length() > 2 * MAX_CHARACTERS
                || frontend.process(text).text().length() > MAX_CHARACTERS;
    }

    /** After the last clause that fits, else at the last space that fits, else in the middle of a word. */
    private static int splitPoint(String text) {
        int limit = Math.min(text.length() - 1, MAX_CHARACTERS);
        int clause = -1;
        Matcher ends = CLAUSE_END.matcher(text);
        while (ends.find() && ends.end() <= limit) {
            clause = ends.end();
        }
        if (clause > 0) {
            return clause;
        }
        int space = text.lastIndexOf(' ', limit);
        int end = space > 0 ? space : Math.max(1, limit / 2);
        return Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end;
    }

    private static void add(String piece, List<SpeechSegment> segments, TextFrontend frontend) {
        if (!frontend.process(piece).text().isBlank()) {
            segments.add(new SpeechSegment(piece, pauseSeconds(piece)));
        }
    }

    private static double pauseSeconds(String piece) {
        if (ENDS_CLAUSE.matcher(piece).find()) {
            return CLAUSE_SECONDS;
        }
        int last = piece.codePointBefore(piece.length());
        return Character.isLetterOrDigit(last) ? SPLIT_SECONDS : SENTENCE_SECONDS;
    }
}
