package org.dengbej.speech.text.uroman;

import java.math.BigDecimal;

/** Characters that are a number together. One that became part of a longer one is not active any more. */
final class NumberEdge extends Edge {

    final String original;
    final String fraction;
    final String script;
    final boolean isLargePower;
    BigDecimal value;
    BigDecimal base;
    boolean active = true;
    private final boolean isDigit;
    private boolean isTagged;

    /** A character of its own. */
    NumberEdge(int start, String original, NumberSymbol symbol) {
        super(start, start + 1, text(symbol, original), Kind.OTHER);
        this.original = original;
        value = symbol.value();
        fraction = symbol.fraction();
        base = symbol.base();
        script = symbol.script();
        isLargePower = symbol.isLargePower();
        isDigit = symbol.type().equals("digit");
    }

    /** A number of several characters. */
    NumberEdge(int start, int end, String text, BigDecimal value, BigDecimal base, String original, String script) {
        super(start, end, text, Kind.OTHER);
        this.original = original;
        this.value = value;
        this.base = base;
        this.script = script;
        fraction = null;
        isLargePower = false;
        isDigit = false;
    }

    private static String text(NumberSymbol symbol, String original) {
        if (symbol.value() == null) {
            return symbol.fraction() == null ? original : symbol.fraction();
        }
        String value = plain(symbol.value());
        return symbol.fraction() == null ? value : value + " " + symbol.fraction();
    }

    static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }

    /** True when it is a whole number. */
    boolean isWhole() {
        return value != null && value.stripTrailingZeros().scale() <= 0;
    }

    boolean isDigit() {
        return isDigit && isWhole();
    }

    /** A zero that stands for a power that is not there, as in Chinese 一千零一. */
    boolean isGap() {
        return original.equals("零") || original.equals("〇");
    }

    /** True when a last digit was taken for the next lower power, as in Chinese 一万二, twelve thousand. */
    boolean isTagged() {
        return isTagged;
    }

    void tag(BigDecimal power) {
        value = value.multiply(power);
        base = power;
        isTagged = true;
    }

    boolean multiplies() {
        return active && isWhole() && base != null && base.compareTo(BigDecimal.ONE) > 0;
    }
}
