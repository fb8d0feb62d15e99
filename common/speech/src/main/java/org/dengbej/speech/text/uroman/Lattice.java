package org.dengbej.speech.text.uroman;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All romanisations of the pieces of a text, of which the longest that begins where the one before ended is taken. Positions are code
 * points. The method is uroman's (Hermjakob, May and Knight 2018), in the version 1.3.1 of its tables.
 */
final class Lattice {

    private static final Pattern TAIL = Pattern.compile("\\+(m|ng|n|h|r)");
    private static final Pattern ENDS_IN_CONSONANT = Pattern.compile("[bcdfghjklmnpqrstvxz]$");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Set<Integer> NO_DECOMPOSITION = Set.of(
            UCharacter.DecompositionType.NONE,
            UCharacter.DecompositionType.CANONICAL,
            UCharacter.DecompositionType.SUPER,
            UCharacter.DecompositionType.SUB,
            UCharacter.DecompositionType.NOBREAK,
            UCharacter.DecompositionType.COMPAT);
    private static final String LEADS = "g gg n d dd r m b bb s ss - j jj c k t p h";
    private static final String VOWELS = "a ae ya yae eo e yeo ye o wa wai oe yo u weo we wi yu eu yi i";
    private static final String TAILS = "- g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j c k t p h";
    private static final int THAI_O_ANG = 0x0E2D;

    private final Tables tables;
    private final String text;
    private final int[] characters;
    private final int[] offsets;
    private final Map<Integer, NavigableMap<Integer, List<Edge>>> byStart = new HashMap<>();
    private final Map<Integer, NavigableMap<Integer, List<Edge>>> byEnd = new HashMap<>();
    private final Map<Long, String> topTargets = new HashMap<>();
    private final Map<Integer, Boolean> wordStarts = new HashMap<>();
    private final Map<Integer, Boolean> wordEnds = new HashMap<>();
    private final Contexts contexts;

    Lattice(String text, Tables tables) {
        this.tables = tables;
        this.text = text;
        characters = text.codePoints().toArray();
        offsets = new int[characters.length + 1];
        for (int i = 0; i < characters.length; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(characters[i]);
        }
        contexts = new Contexts(this, tables);
    }

    String romanized() {
        Tibetan tibetan = Tibetan.of(this, tables);
        Braille braille = new Braille(characters);
        Abugida abugida = new Abugida(this, tables, tibetan);
        addRules(abugida, braille);
        new NumberEdges(this, tables).add();
        braille.numbers().forEach(this::add);
        addRest();
        StringBuilder romanized = new StringBuilder();
        for (int at = 0; at < characters.length; ) {
            Edge best = bestFrom(at);
            romanized.append(best.text);
            at = best.end;
        }
        return romanized.toString();
    }

    int length() {
        return characters.length;
    }

    /** The character at a position; -1 before the text and after it. */
    int at(int position) {
        return position < 0 || position >= characters.length ? -1 : characters[position];
    }

    String piece(int start, int end) {
        return text.substring(offsets[start], offsets[end]);
    }

    void add(Edge edge) {
        byStart.computeIfAbsent(edge.start, key -> new TreeMap<>())
                .computeIfAbsent(edge.end, key -> new ArrayList<>())
                .add(edge);
        byEnd.computeIfAbsent(edge.end, key -> new TreeMap<>())
                .computeIfAbsent(edge.start, key -> new ArrayList<>())
                .add(edge);
    }

    private void addRules(Abugida abugida, Braille braille) {
        for (int start = 0; start < characters.length; start++) {
            for (int end = start + 1; end <= characters.length && tables.isPrefix(piece(start, end)); end++) {
                String target = top(start, end);
                if (target != null) {
                    if (end == start + 1) {
                        target = braille.capitalized(start, target);
                    }
                    boolean tail = TAIL.matcher(target).lookingAt();
                    String vowelled = abugida.withVowel(tail ? target.substring(1) : target, start, end, tail);
                    add(contexts.expanded(vowelled, start, end));
                }
            }
            addHangul(start);
            addDecomposition(start);
        }
    }

    private void addHangul(int position) {
        int code = characters[position] - 0xAC00;
        if (code >= 0 && code <= 0xD7A3 - 0xAC00) {
            String syllable = LEADS.split(" ")[code / (28 * 21)]
                    + VOWELS.split(" ")[code / 28 % 21]
                    + TAILS.split(" ")[code % 28];
            add(new Edge(position, position + 1, syllable.replace("-", ""), Edge.Kind.RULE));
        }
    }

    /** A ligature or another form of characters, e.g. ﻼ, is romanised as these are. */
    private void addDecomposition(int position) {
        int character = characters[position];
        if (NO_DECOMPOSITION.contains(UCharacter.getIntPropertyValue(character, UProperty.DECOMPOSITION_TYPE))) {
            return;
        }
        String decomposed = Normalizer2.getNFKCInstance().getRawDecomposition(character);
        if (decomposed == null || decomposed.isEmpty()) {
            return;
        }
        String romanized = new Lattice(decomposed, tables).romanized();
        if (isNumeric(character)) {
            romanized = romanized.replace('⁄', '/');
            romanized = isNumeric(at(position - 1)) ? " " + romanized : romanized;
            romanized = isNumeric(at(position + 1)) ? romanized + " " : romanized;
        }
        if (!romanized.isEmpty()) {
            add(new Edge(position, position + 1, romanized, Edge.Kind.DECOMPOSITION));
        }
    }

    private static boolean isNumeric(int character) {
        return character >= 0 && UCharacter.getUnicodeNumericValue(character) != UCharacter.NO_NUMERIC_VALUE;
    }

    /** Characters that nothing covers stay as they are, but for marks and invisible characters. */
    private void addRest() {
        for (int position = 0; position < characters.length; position++) {
            if (edges(position, position + 1).isEmpty()) {
                add(new Edge(position, position + 1, rest(position), Edge.Kind.OTHER));
            }
        }
    }

    private String rest(int position) {
        int character = characters[position];
        int type = UCharacter.getType(character);
        if (type == UCharacterCategory.NON_SPACING_MARK
                || type == UCharacterCategory.FORMAT
                || type == UCharacterCategory.PRIVATE_USE) {
            return "";
        }
        String target = character == ' ' ? null : top(position, position + 1);
        if (target == null) {
            return Character.toString(character);
        }
        return TAIL.matcher(target).lookingAt() ? target.substring(1) : target;
    }

    private List<Edge> edges(int start, int end) {
        NavigableMap<Integer, List<Edge>> from = byStart.get(start);
        return from == null ? List.of() : from.getOrDefault(end, List.of());
    }

    /** Null where there is none. */
    Edge best(int start, int end) {
        return best(edges(start, end));
    }

    private static Edge best(List<Edge> edges) {
        Edge best = null;
        for (Edge edge : edges) {
            if (edge instanceof NumberEdge number && number.active) {
                return edge;
            }
            if (best == null || edge.kind.compareTo(best.kind) < 0) {
                best = edge;
            }
        }
        return best;
    }

    /** The longest that begins here; null where there is none. */
    Edge bestFrom(int start) {
        NavigableMap<Integer, List<Edge>> from = byStart.get(start);
        return from == null ? null : best(from.lastEntry().getValue());
    }

    /** The longest that ends here; null where there is none. */
    Edge bestTo(int end) {
        NavigableMap<Integer, List<Edge>> to = byEnd.get(end);
        return to == null ? null : best(to.firstEntry().getValue());
    }

    /** The target of the rule that fits best; null where none does. */
    String top(int start, int end) {
        if (start < 0 || end > characters.length) {
            return null;
        }
        String known = topTargets.get(key(start, end));
        if (known != null) {
            return known;
        }
        Rule best = bestRule(start, end);
        if (best == null) {
            return null;
        }
        String target = best.endOfSyllable() != null && isAtEndOfSyllable(end) ? best.endOfSyllable() : best.target();
        topTargets.put(key(start, end), target);
        return target;
    }

    /** The same wherever in a syllable it is. */
    private String simpleTop(int start, int end) {
        if (start < 0 || end > characters.length) {
            return null;
        }
        String known = topTargets.get(key(start, end));
        if (known != null) {
            return known;
        }
        Rule best = bestRule(start, end);
        return best == null ? null : best.target();
    }

    private static long key(int start, int end) {
        return (long) start << 32 | end;
    }

    private Rule bestRule(int start, int end) {
        Rule best = null;
        for (Rule rule : tables.rules(piece(start, end))) {
            if (rule.target() != null
                    && (best == null || rule.places().size() > best.places().size())
                    && rule.places().stream().allMatch(place -> holds(place, start, end))) {
                best = rule;
            }
        }
        return best;
    }

    private boolean holds(Rule.Place place, int start, int end) {
        return switch (place) {
            case START -> isAtStartOfWord(start);
            case NOT_START -> !isAtStartOfWord(start);
            case END -> isAtEndOfWord(end);
            case NOT_END -> !isAtEndOfWord(end);
            case WHOLE_WORD -> isAtStartOfWord(start) && isAtEndOfWord(end);
            case ONE_LANGUAGE -> false;
        };
    }

    boolean isAtStartOfWord(int position) {
        return wordStarts.computeIfAbsent(position, this::findStartOfWord);
    }

    private boolean findStartOfWord(int position) {
        if (position > 0 && UCharacter.isLetter(characters[position - 1])) {
            return false;
        }
        boolean braille = Braille.is(characters[position]);
        return byEnd.getOrDefault(position, new TreeMap<>()).values().stream()
                .flatMap(List::stream)
                .filter(edge -> !edge.text.isEmpty())
                .map(edge -> edge.text.codePointBefore(edge.text.length()))
                .noneMatch(last -> UCharacter.isLetter(last) || braille && last == '\'');
    }

    boolean isAtEndOfWord(int position) {
        Boolean known = wordEnds.get(position);
        if (known == null) {
            known = findEndOfWord(position);
            wordEnds.put(position, known);
        }
        return known;
    }

    private boolean findEndOfWord(int position) {
        if (UCharacter.isLetter(Math.max(0, at(position)))) {
            return false;
        }
        int start = position;
        while (start + 1 < characters.length
                && UCharacter.getType(characters[start]) == UCharacterCategory.NON_SPACING_MARK
                && tables.name(characters[start]).contains("NUKTA")) {
            start++;
        }
        for (int end = start + 1; end <= characters.length; end++) {
            String piece = piece(start, end);
            if (!tables.isPrefix(piece)) {
                break;
            }
            for (Rule rule : tables.rules(piece)) {
                if (rule.target() != null
                        && !rule.places().contains(Rule.Place.START)
                        && LETTER.matcher(rule.target()).find()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** For Thai, whose final consonants sound otherwise. */
    private boolean isAtEndOfSyllable(int position) {
        int previous = position >= 2 ? at(position - 2) : -1;
        int nextAt = tables.isToneMark(at(position)) ? position + 1 : position;
        int next = at(nextAt);
        if (previous < 0 || !isLetterOrMark(previous) || tables.isWrittenBeforeItsConsonant(previous)) {
            return false;
        }
        if (tables.isWrittenBeforeItsConsonant(next) || next < 0 || !isLetterOrMark(next)) {
            return true;
        }
        Edge left = bestTo(position - 1);
        if (left != null && ENDS_IN_CONSONANT.matcher(left.text).find()) {
            return false;
        }
        String following = simpleTop(nextAt, nextAt + 2);
        following = following == null ? simpleTop(nextAt, nextAt + 1) : following;
        if (!beginsWithVowel(following)) {
            return true;
        }
        return next == THAI_O_ANG && at(nextAt + 1) >= 0 && beginsWithVowel(simpleTop(nextAt + 1, nextAt + 2));
    }

    private static boolean beginsWithVowel(String romanized) {
        return romanized != null
                && !romanized.isEmpty()
                && "aeiou".indexOf(Character.toLowerCase(romanized.charAt(0))) >= 0;
    }

    private static boolean isLetterOrMark(int character) {
        return UCharacter.isLetter(character)
                || switch (UCharacter.getType(character)) {
                    case UCharacterCategory.NON_SPACING_MARK,
                            UCharacterCategory.COMBINING_SPACING_MARK,
                            UCharacterCategory.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }
}
