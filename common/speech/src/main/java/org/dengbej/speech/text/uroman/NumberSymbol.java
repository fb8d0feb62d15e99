package org.dengbej.speech.text.uroman;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * A character that is a number.
 *
 * @param value       null for a fraction
 * @param fraction    e.g. 1/2; null for a whole number
 * @param base        power of ten that it counts; null where there is none
 * @param type        digit, digit-like, base, multi or fraction
 * @param script      of its digits; null where it has none
 * @param isLargePower whether it multiplies all that is before it, as a myriad does
 */
record NumberSymbol(
        BigDecimal value, String fraction, BigDecimal base, String type, String script, boolean isLargePower) {

    static NumberSymbol of(JsonNode json) {
        JsonNode fraction = json.path("fraction");
        return new NumberSymbol(
                decimal(json.path("value")),
                fraction.isArray()
                        ? fraction.get(0).asText() + "/" + fraction.get(1).asText()
                        : null,
                decimal(json.path("base")),
                json.path("type").asText(),
                json.path("script").asText(null),
                json.path("is-large-power").asBoolean());
    }

    private static BigDecimal decimal(JsonNode number) {
        return number.isNumber() ? number.decimalValue() : null;
    }
}
