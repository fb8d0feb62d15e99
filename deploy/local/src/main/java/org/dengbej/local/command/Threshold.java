package org.dengbej.local.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option that takes a number or {@code off}.
 *
 * @param value null for off
 */
record Threshold(Double value) {

    private static final String OFF = "off";

    static final class Converter implements ITypeConverter<Threshold> {

        @Override
        public Threshold convert(String text) {
            if (text.equals(OFF)) {
                return new Threshold(null);
            }
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return new Threshold(value);
                }
            } catch (NumberFormatException e) {
                // answered below
            }
            throw new TypeConversionException("expected a number or off, found '" + text + "'");
        }
    }

    /** True when what the option controls is on; null, for the default, where the option is absent. */
    static Boolean isOn(Threshold option) {
        return option == null ? null : option.value != null;
    }

    /** The number; null, for the default, where the option is absent or off. */
    static Double valueOf(Threshold option) {
        return option == null ? null : option.value;
    }
}
