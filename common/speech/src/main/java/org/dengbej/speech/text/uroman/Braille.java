package org.dengbej.speech.text.uroman;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Braille's capitals and numbers, which a sign before them makes. */
final class Braille {

    /** Dots 6: the next letter is upper case; twice: the next word. */
    static final int CAPITAL = 0x2820;

    private static final int SPACE = 0x2800;
    private static final int NUMBER = 0x283C;
    private static final int PERIOD = 0x2832;
    private static final int COMMA = 0x2802;
    private static final String DIGITS = "\u281A\u2801\u2803\u2809\u2819\u2811\u280B\u281B\u2813\u280A";

    private final int[] characters;
    private final Set<Integer> capitals = new HashSet<>();

    Braille(int[] characters) {
        this.characters = characters;
        boolean all = false;
        for (int i = 0; i < characters.length; i++) {
            if (i > 0 && characters[i - 1] == CAPITAL && characters[i] == CAPITAL) {
                all = true;
            } else if (all && characters[i] == SPACE) {
                all = false;
            } else if (all) {
                capitals.add(i);
            }
        }
    }

    static boolean is(int character) {
        return character >= 0x2800 && character <= 0x28FF;
    }

    String capitalized(int position, String romanized) {
        return capitals.contains(position) ? romanized.toUpperCase(Locale.ROOT) : romanized;
    }

    List<Edge> numbers() {
        List<Edge> numbers = new ArrayList<>();
        StringBuilder digits = new StringBuilder();
        int start = -1;
        for (int i = 0; i <= characters.length; i++) {
            int character = i < characters.length ? characters[i] : SPACE;
            int digit = DIGITS.indexOf(character);
            if (character == NUMBER) {
                start = start < 0 ? i : start;
            } else if (start >= 0 && digit >= 0) {
                digits.append(digit);
            } else if (start >= 0 && character == PERIOD) {
                digits.append('.');
            } else if (start >= 0 && character == COMMA) {
                digits.append(',');
            } else if (start >= 0 && digits.length() > 0) {
                numbers.add(new Edge(start, i, digits.toString(), Edge.Kind.RULE));
                digits.setLength(0);
                start = -1;
            }
        }
        return numbers;
    }
}
