package org.dengbej.speech.text.uroman;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which letter of a Tibetan syllable carries its vowel, which is not written where it is an a. */
final class Tibetan {

    private static final Pattern VOWELS = Pattern.compile("[aeiou]+");
    private static final Pattern WITH_A = Pattern.compile("([bcdfghjklmnpqrstvwxyz].*)a$");
    private static final Pattern SUFFIX =
            Pattern.compile("(?:|[bcdfghjklmnpqrstvwxz]|bh|bs|ch|cs|dd|ddh|dh|dz|dzh|gh|gr|gs|"
                    + "kh|khs|kss|n|nn|nt|ms|ng|ngs|ns|ph|rm|sh|ss|th|ts|tsh|tt|tth|zh|zhs)'?");
    private static final Pattern PREFIX =
            Pattern.compile("'?(?:.|bd|br|brg|brgy|bs|bsh|bst|bt|bts|by|bz|bzh|ch|db|dby|dk|dm|"
                    + "dp|dpy|dr|gl|gn|gr|gs|gt|gy|gzh|kh|khr|khy|kr|ky|ld|lh|lt|mkh|mny|mth|mtsh|ny|ph|phr|phy|rgy|rk|el|rn|rny|rt|"
                    + "rts|sk|skr|sky|sl|sm|sn|sny|sp|spy|sr|st|th|ts|tsh)");
    private static final int SUBJOINED_A = 0x0FB0;
    private static final int LETTER_A = 0x0F60;
    private static final int MANY = 20;

    private final Lattice lattice;
    private final Tables tables;
    private final Map<Integer, Boolean> vowels = new HashMap<>();
    private final Set<Integer> deleted = new HashSet<>();

    private Tibetan(Lattice lattice, Tables tables) {
        this.lattice = lattice;
        this.tables = tables;
    }

    static Tibetan of(Lattice lattice, Tables tables) {
        Tibetan tibetan = new Tibetan(lattice, tables);
        List<Integer> syllable = new ArrayList<>();
        for (int position = 0; position <= lattice.length(); position++) {
            if (tibetan.isLetterOrVowelSign(lattice.at(position))) {
                syllable.add(position);
            } else if (!syllable.isEmpty()) {
                tibetan.decide(syllable);
                syllable.clear();
            }
        }
        return tibetan;
    }

    boolean hasVowel(int position) {
        return vowels.getOrDefault(position, false);
    }

    boolean isDeleted(int position) {
        return deleted.contains(position);
    }

    private boolean isLetterOrVowelSign(int character) {
        return tables.script(character).equals("Tibetan")
                && (tables.name(character).contains("LETTER") || tables.isVowelSign(character));
    }

    private void decide(List<Integer> syllable) {
        boolean decided = false;
        List<String> roms = new ArrayList<>();
        Set<Integer> subjoined = new HashSet<>();
        int first = syllable.get(0);
        for (int position : syllable) {
            int character = lattice.at(position);
            String top = lattice.top(position, position + 1);
            String rom = top == null ? "?" : top;
            if (tables.isVowelSign(character) || VOWELS.matcher(rom).matches()) {
                decided = true;
                vowels.put(position, true);
                if (roms.equals(List.of("'"))) {
                    deleted.add(position - 1);
                }
            } else if (tables.name(character).contains("SUBJOINED LETTER")) {
                subjoined.add(position);
                if (position > first) {
                    decided |= character == SUBJOINED_A;
                    vowels.put(position - 1, character == SUBJOINED_A);
                }
                rom = WITH_A.matcher(rom).replaceFirst("$1");
            } else if (character == LETTER_A) {
                vowels.put(position, false);
                if (position > first) {
                    decided = true;
                    vowels.put(position - 1, true);
                    if (position == syllable.get(syllable.size() - 1)) {
                        deleted.add(position);
                    }
                }
                rom = !roms.isEmpty() && !"aeiou".contains(roms.get(roms.size() - 1)) ? "a'" : "'";
            } else {
                rom = WITH_A.matcher(rom).replaceFirst("$1");
            }
            roms.add(rom);
        }
        if (!decided) {
            int vowel = likeliest(syllable, roms, subjoined);
            syllable.forEach(position -> vowels.putIfAbsent(position, position == vowel));
        }
    }

    private int likeliest(List<Integer> syllable, List<String> roms, Set<Integer> subjoined) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < syllable.size(); i++) {
            double cost = cost(syllable, roms, subjoined, i);
            if (cost < least) {
                least = cost;
                best = syllable.get(i);
            }
        }
        return best;
    }

    private double cost(List<Integer> syllable, List<String> roms, Set<Integer> subjoined, int at) {
        if (Boolean.FALSE.equals(vowels.get(syllable.get(at)))) {
            return MANY;
        }
        if (syllable.size() <= 2) {
            return at == 0 ? 0 : 0.1;
        }
        String before = String.join("", roms.subList(0, at + 1));
        boolean suffix = SUFFIX.matcher(String.join("", roms.subList(at + 1, roms.size())))
                .matches();
        boolean prefix = PREFIX.matcher(before).matches();
        int rest = Math.min(at + 2, syllable.size());
        boolean subjoinedRest = subjoined.containsAll(syllable.subList(rest, syllable.size()));
        if (suffix) {
            return before.length() * (prefix ? 0.1 : 1);
        }
        return subjoinedRest ? before.length() * (prefix ? 0.3 : 0.5) : Double.POSITIVE_INFINITY;
    }
}
