package org.dengbej.speech.text.uroman;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of uroman's tables: {@code ::name value ::name value ...}; a value may be empty. */
record Slots(Map<String, String> values) {

    private static final Pattern SLOT =
            Pattern.compile("(?:^|\\s)::(\\S+)(|\\s+\\S.*?)(?=\\s+::\\S|\\s*$)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern COMMENT = Pattern.compile("\\s{2,}#.*$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern MARGIN = Pattern.compile("^\\s+|\\s+$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern QUOTED =
            Pattern.compile("\\s*(?:'(.*)'|\"(.*)\"|“(.*)”)\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    static Slots of(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher slots = SLOT.matcher(COMMENT.matcher(line).replaceFirst(""));
        while (slots.find()) {
            values.put(slots.group(1), MARGIN.matcher(slots.group(2)).replaceAll(""));
        }
        return new Slots(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** As it stands; null where the line lacks it. */
    String get(String name) {
        return values.get(name);
    }

    /** Without its quotes. */
    String text(String name) {
        String value = get(name);
        if (value == null) {
            return null;
        }
        Matcher quoted = QUOTED.matcher(value);
        if (!quoted.matches()) {
            return value;
        }
        for (int group = 1; group <= quoted.groupCount(); group++) {
            if (quoted.group(group) != null) {
                return quoted.group(group);
            }
        }
        return value;
    }
}
