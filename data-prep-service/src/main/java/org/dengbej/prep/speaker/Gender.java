package org.dengbej.prep.speaker;

import java.util.Locale;
import java.util.Map;

/** Genders as data sets write them: releases of Common Voice have {@code male} or {@code male_masculine}, others {@code M}. */
public final class Gender {

    private static final Map<String, String> SYNONYMS = Map.of(
            "male_masculine", "male",
            "masculine", "male",
            "man", "male",
            "m", "male",
            "female_feminine", "female",
            "feminine", "female",
            "woman", "female",
            "f", "female");

    private Gender() {}

    /** The one word for a gender; what is not known stays as it is, in lower case. Null stays null. */
    public static String normalized(String gender) {
        if (gender == null || gender.isBlank()) {
            return null;
        }
        String lower = gender.strip().toLowerCase(Locale.ROOT);
        return SYNONYMS.getOrDefault(lower, lower);
    }
}
