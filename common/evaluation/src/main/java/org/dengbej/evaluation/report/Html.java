package org.dengbej.evaluation.report;

import java.util.Base64;
import java.util.Locale;

/** Text, numbers and files as they stand in a page. */
final class Html {

    private Html() {}

    /** Text from outside: none of it is markup, in an element or in a quoted attribute. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A formatted string in no country's way. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Three figures or so: 0.153, 5.21, 101.3. */
    static String number(double value) {
        double size = Math.abs(value);
        return format(size < 1 ? "%.3f" : size < 20 ? "%.2f" : "%.1f", value);
    }

    /** A file within the page. */
    static String uri(String mediaType, byte[] file) {
        return "data:%s;base64,%s".formatted(mediaType, Base64.getEncoder().encodeToString(file));
    }
}
