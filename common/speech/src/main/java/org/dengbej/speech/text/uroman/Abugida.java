package org.dengbej.speech.text.uroman;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The vowel that a consonant of an abugida has by itself, where nothing takes it away. */
final class Abugida {

    private static final Pattern CONSONANTS = Pattern.compile("[bcdfghjklmnpqrstvwxyz]+");
    private static final Pattern R_AND_VOWEL = Pattern.compile("r[aeiou]");
    private static final int KHMER_YO = 0x1799;

    private final Lattice lattice;
    private final Tables tables;
    private final Tibetan tibetan;

    Abugida(Lattice lattice, Tables tables, Tibetan tibetan) {
        this.lattice = lattice;
        this.tables = tables;
        this.tibetan = tibetan;
    }

    /**
     * A romanised consonant with its vowel, or without.
     *
     * @param tail whether it belongs to the syllable before
     */
    String withVowel(String romanized, int start, int end, boolean tail) {
        String script = tables.script(lattice.at(start));
        List<String> vowels = tables.abugidaVowels(script);
        if (vowels.isEmpty()) {
            return romanized;
        }
        String rom = romanized;
        String anyVowel = vowels.stream().collect(Collectors.joining("|"));
        String anyVowels = vowels.stream().map(vowel -> vowel + "+").collect(Collectors.joining("|"));
        Matcher withY = Pattern.compile("([cfghkmnqrstxy]?y)(%s)-?".formatted(anyVowels))
                .matcher(rom);
        Matcher other = Pattern.compile("([bcdfghjklmnpqrstvwxyz]+)(%s)-?".formatted(anyVowel))
                .matcher(rom);
        String base = rom;
        String withVowel = rom + vowels.get(0);
        if (withY.matches()) {
            base = withY.group(1);
            withVowel = base + withY.group(2);
        } else if (other.matches()) {
            base = other.group(1);
            withVowel = base + other.group(2);
            if (rom.endsWith("-") && start + 1 == end) {
                rom = rom.substring(0, rom.length() - 1);
            }
        }
        boolean consonant = CONSONANTS.matcher(base).matches() || script.equals("Tibetan") && base.equals("'");
        if (!consonant || tail) {
            return rom;
        }
        if (script.equals("Tibetan")) {
            return tibetan.isDeleted(start) ? "" : tibetan.hasVowel(start) ? withVowel : base;
        }
        if (losesVowel(base, end)) {
            return base;
        }
        if (tables.isVirama(lattice.at(start - 1))
                || lattice.isAtStartOfWord(start) && !R_AND_VOWEL.matcher(rom).find()) {
            return withVowel;
        }
        if (lattice.isAtEndOfWord(end)) {
            return script.equals("Devanagari") ? rom : withVowel;
        }
        if (!tables.script(lattice.at(start - 1)).equals(script)) {
            return withVowel;
        }
        if (tables.name(lattice.at(end - 1)).contains("VOCALIC")) {
            return base;
        }
        return tables.script(lattice.at(end)).equals(script) ? withVowel : rom;
    }

    /** Another vowel follows, or a sign that there is none. */
    private boolean losesVowel(String base, int end) {
        int next = lattice.at(end);
        int afterNext = lattice.at(end + 1);
        boolean beforeMark = next >= 0 && UCharacter.getType(next) == UCharacterCategory.NON_SPACING_MARK;
        return next == KHMER_YO && ("bcdfghklmnpqrstvwz".contains(base) || base.equals("ng"))
                || tables.isVowelSign(next)
                || tables.isMedialConsonantSign(next)
                || tables.name(next).contains("SUBJOINED LETTER")
                || tables.isVirama(next)
                || beforeMark && (tables.isVowelSign(afterNext) || tables.isVirama(afterNext));
    }
}
