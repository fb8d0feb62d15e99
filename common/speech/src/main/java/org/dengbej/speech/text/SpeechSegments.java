package org.dengbej.speech.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The segmentation of a text for speech: sentences by Unicode's rules (UAX 29, ICU's break iterator), long ones at their clauses, those
 * that are still too long between words. Pauses follow the punctuation at the end.
 */
public final class SpeechSegments {

    /** Speech of some 15 s; a voice has hardly learned from longer ones. */
    static final int MAX_CHARACTERS = 240;

    private static final int WINDOW_CHARACTERS = 2 * MAX_CHARACTERS;

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
            throw frontend.tokenizer().unspeakable(text);
        }
        return List.copyOf(segments);
    }

    private static List<String> sentences(String paragraph, TextFrontend frontend) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(locale(frontend));
        breaks.setText(paragraph);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            sentences.add(paragraph.substring(start, end).strip());
        }
        return sentences;
    }

    private static ULocale locale(TextFrontend frontend) {
        return ULocale.forLanguageTag(frontend.tokenizer().language().replace('_', '-'));
    }

    /** A sentence in pieces of a length that can be spoken in one breath. No more than a window of it is looked at, however long it is. */
    private static void split(String sentence, List<SpeechSegment> segments, TextFrontend frontend) {
        for (int start = 0; start < sentence.length(); ) {
            String window = sentence.substring(start, Math.min(sentence.length(), start + WINDOW_CHARACTERS));
            int spoken = frontend.process(window).text().length();
            boolean last = start + window.length() == sentence.length();
            int length = last && spoken <= MAX_CHARACTERS ? window.length() : splitPoint(window, spoken, frontend);
            add(window.substring(0, length).strip(), segments, frontend);
            start += length;
        }
    }

    /** After the last clause that fits, else where a line of text may end (UAX 14: a space, or between words that have none), else anywhere. */
    private static int splitPoint(String window, int spoken, TextFrontend frontend) {
        int limit = Math.max(1, Math.min(window.length() - 1, window.length() * MAX_CHARACTERS / Math.max(1, spoken)));
        int clause = -1;
        Matcher ends = CLAUSE_END.matcher(window);
        while (ends.find() && ends.end() <= limit) {
            clause = ends.end();
        }
        if (clause > 0) {
            return clause;
        }
        int line = lastBreak(BreakIterator.getLineInstance(locale(frontend)), window, limit);
        return line > 0 ? line : Math.max(1, lastBreak(BreakIterator.getCharacterInstance(), window, limit));
    }

    /** The last break up to a limit; 0 where there is none. */
    private static int lastBreak(BreakIterator breaks, String text, int limit) {
        breaks.setText(text);
        return breaks.preceding(limit + 1);
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
