package org.dengbej.speech.text.uroman;

import com.ibm.icu.lang.UCharacter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Numbers of any script in ASCII digits: places (२०), sums and products (二百三十), fractions and percentages (百分之五). */
final class NumberEdges {

    private static final Pattern BEGINS_WITH_DIGIT = Pattern.compile("^\\d");
    private static final Pattern ENDS_IN_DIGIT = Pattern.compile("\\d$");
    private static final String DOUBTFUL = "兩參参伍陆陸什";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Lattice lattice;
    private final Tables tables;
    private List<Edge> numbers = new ArrayList<>();

    NumberEdges(Lattice lattice, Tables tables) {
        this.lattice = lattice;
        this.tables = tables;
    }

    void add() {
        for (int start = 0; start < lattice.length(); start++) {
            NumberSymbol symbol = tables.number(lattice.at(start));
            if (symbol != null) {
                NumberEdge edge = new NumberEdge(start, lattice.piece(start, start + 1), symbol);
                numbers.add(edge);
                lattice.add(edge);
            }
        }
        if (!numbers.isEmpty()) {
            each(this::digits);
            each(this::smallProduct);
            each(this::smallSum);
            each(this::largeProduct);
            each(this::largeSum);
            each(this::fraction);
            numbers.forEach(this::addSigns);
            each(this::separate);
            each(this::doubt);
        }
        addOtherDigits();
    }

    /** Over the numbers as they are now; what comes of them is not looked at again. */
    private void each(Consumer<NumberEdge> step) {
        for (Edge edge : List.copyOf(numbers)) {
            if (edge instanceof NumberEdge number) {
                step.accept(number);
            }
        }
    }

    private NumberEdge right(int position) {
        return lattice.bestFrom(position) instanceof NumberEdge number && number.active ? number : null;
    }

    private void replace(List<? extends Edge> parts, Edge whole) {
        lattice.add(whole);
        List<Edge> replaced = new ArrayList<>();
        boolean added = false;
        for (Edge edge : numbers) {
            if (!parts.contains(edge)) {
                replaced.add(edge);
                continue;
            }
            ((NumberEdge) edge).active = false;
            if (!added) {
                replaced.add(whole);
                added = true;
            }
        }
        if (!added) {
            replaced.add(whole);
        }
        numbers = replaced;
    }

    private static NumberEdge of(List<NumberEdge> parts, BigDecimal value, BigDecimal base) {
        NumberEdge last = parts.get(parts.size() - 1);
        StringBuilder original = new StringBuilder();
        parts.forEach(part -> original.append(part.original));
        return new NumberEdge(
                parts.get(0).start, last.end, NumberEdge.plain(value), value, base, original.toString(), last.script);
    }

    /** 1234 or 12.5: one point, digits on both sides of it. */
    private void digits(NumberEdge first) {
        if (!first.isDigit() || !first.active) {
            return;
        }
        List<NumberEdge> parts = new ArrayList<>(List.of(first));
        StringBuilder text = new StringBuilder(NumberEdge.plain(first.value));
        int end = first.end;
        boolean point = false;
        while (true) {
            NumberEdge next = digit(end);
            if (next == null && lattice.at(end) == '.' && !point && digit(end + 1) != null) {
                next = digit(end + 1);
                point = true;
                text.append('.');
            }
            if (next == null) {
                break;
            }
            parts.add(next);
            text.append(NumberEdge.plain(next.value));
            end = next.end;
        }
        if (parts.size() == 1) {
            return;
        }
        String number = text.toString();
        String script = parts.get(parts.size() - 1).script;
        replace(
                parts,
                new NumberEdge(first.start, end, number, new BigDecimal(number), BigDecimal.ONE, number, script));
    }

    private NumberEdge digit(int position) {
        NumberEdge right = right(position);
        return right != null && right.isDigit() ? right : null;
    }

    /** 2 hundreds are 200. */
    private void smallProduct(NumberEdge left) {
        NumberEdge right = right(left.end);
        boolean counts = left.active
                && left.isWhole()
                && left.base != null
                && left.base.compareTo(BigDecimal.ONE) == 0
                && left.value.signum() > 0;
        if (!counts || right == null || !right.multiplies() || right.isLargePower) {
            return;
        }
        List<NumberEdge> both = List.of(left, right);
        replace(both, of(both, left.value.multiply(right.value), right.base));
    }

    /** 200 and 30 and 4 are 234. */
    private void smallSum(NumberEdge first) {
        if (!first.active || !first.isWhole() || first.isLargePower) {
            return;
        }
        List<NumberEdge> parts = new ArrayList<>(List.of(first));
        NumberEdge power = first;
        for (NumberEdge right = right(first.end);
                right != null && right.isWhole() && !right.isLargePower && (power.isGap() || isLower(right, power));
                right = right(right.end)) {
            parts.add(right);
            power = right.isGap() ? power : right;
        }
        sum(parts);
    }

    private void sum(List<NumberEdge> parts) {
        if (parts.size() < 2) {
            return;
        }
        BigDecimal sum = parts.stream().map(part -> part.value).reduce(BigDecimal.ZERO, BigDecimal::add);
        replace(parts, of(parts, sum, parts.get(parts.size() - 1).base));
    }

    private static boolean isLower(NumberEdge right, NumberEdge left) {
        return left.base != null
                && right.base != null
                && left.base.compareTo(right.value) > 0
                && left.base.compareTo(right.base) > 0;
    }

    /** 234 myriads are 2,340,000. */
    private void largeProduct(NumberEdge left) {
        NumberEdge right = right(left.end);
        if (!left.active
                || left.isLargePower
                || left.value == null
                || right == null
                || !right.multiplies()
                || !right.isLargePower) {
            return;
        }
        List<NumberEdge> both = List.of(left, right);
        replace(both, of(both, left.value.multiply(right.value), right.base));
    }

    /** 2,340,000 and 567 are 2,340,567. */
    private void largeSum(NumberEdge first) {
        if (!first.active || !first.isWhole()) {
            return;
        }
        List<NumberEdge> parts = new ArrayList<>(List.of(first));
        NumberEdge left = first;
        for (NumberEdge right = right(first.end);
                right != null && right.isWhole() && isLower(right, left);
                right = right(right.end)) {
            tagLastDigit(left, right);
            parts.add(right);
            left = right;
        }
        sum(parts);
    }

    private static void tagLastDigit(NumberEdge left, NumberEdge right) {
        boolean digit =
                right.end == right.start + 1 && right.value.signum() > 0 && right.value.compareTo(BigDecimal.TEN) < 0;
        boolean powerOfTen = left.base.compareTo(THOUSAND) >= 0
                && left.base.stripTrailingZeros().unscaledValue().equals(BigDecimal.ONE.unscaledValue());
        if ("CJK".equals(left.script) && !left.isTagged() && digit && powerOfTen) {
            right.tag(left.base.divide(BigDecimal.TEN));
        }
    }

    /** 5 of 100 parts are 5%, of 6 parts 5/6. */
    private void fraction(NumberEdge whole) {
        if (whole.value == null || !whole.isWhole()) {
            return;
        }
        for (String connector : tables.fractionConnectors()) {
            int end = whole.end + connector.codePointCount(0, connector.length());
            if (end > lattice.length() || !lattice.piece(whole.end, end).equals(connector)) {
                continue;
            }
            if (lattice.bestFrom(end) instanceof NumberEdge part && part.value != null) {
                if (whole.value.compareTo(HUNDRED) == 0) {
                    replace(
                            List.of(whole, part),
                            new Edge(whole.start, part.end, NumberEdge.plain(part.value) + "%", Edge.Kind.OTHER));
                } else if (part.isWhole() && whole.value.signum() > 0) {
                    String text = NumberEdge.plain(part.value) + "/" + NumberEdge.plain(whole.value);
                    replace(List.of(whole, part), new NumberEdge(whole.start, part.end, text, null, null, text, null));
                }
            }
        }
    }

    private void addSigns(Edge number) {
        tables.minusSigns().forEach(sign -> addSign(sign, "-", number));
        tables.plusSigns().forEach(sign -> addSign(sign, "+", number));
    }

    private void addSign(String sign, String romanized, Edge number) {
        int start = number.start - sign.codePointCount(0, sign.length());
        if (start >= 0 && lattice.piece(start, number.start).equals(sign)) {
            lattice.add(new Edge(start, number.end, romanized + number.text, Edge.Kind.OTHER));
        }
    }

    /** Two numbers beside each other, as 23 and ½. */
    private void separate(NumberEdge number) {
        Edge left = lattice.bestTo(number.start);
        if (left != null
                && BEGINS_WITH_DIGIT.matcher(number.text).find()
                && ENDS_IN_DIGIT.matcher(left.text).find()) {
            number.text = (number.text.contains("/") ? " " : "·") + number.text;
        }
    }

    /** Some characters are numbers in numbers alone. */
    private void doubt(NumberEdge number) {
        boolean power = number.value != null && number.value.compareTo(THOUSAND) > 0 && number.end == number.start + 1;
        if (number.value != null && (power || DOUBTFUL.contains(number.original) || number.original.equals("京兆"))) {
            number.active = false;
        }
    }

    private void addOtherDigits() {
        for (int start = 0; start < lattice.length(); start++) {
            double value = UCharacter.getUnicodeNumericValue(lattice.at(start));
            if (!(lattice.best(start, start + 1) instanceof NumberEdge)
                    && value >= 0
                    && value <= 9
                    && value == Math.rint(value)
                    && tables.name(lattice.at(start)).contains("DIGIT")) {
                lattice.add(new Edge(start, start + 1, Integer.toString((int) value), Edge.Kind.RULE));
            }
        }
    }
}
