package org.inversionview.magics.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.Statement;

/** What a reading says of itself in sentences. */
record ReadingWords(Explanation data) {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final double SMALLEST_P = 0.001;
    private static final double EXACT_ENOUGH = 0.5;

    String evidence() {
        String epsilon = Numbers.plain(data.near().epsilon());
        if (data.inside() == 0) {
            return "None of %s other inputs lies inside ε = %s: there is nothing to read. Ask with a larger eps=, more draws=, or read what a search finds: %%inspect source=search, then %%explain."
                    .formatted(Numbers.count(data.all()), epsilon);
        }
        String inside = "%s other inputs inside ε = %s".formatted(Numbers.count(data.inside()), epsilon);
        return switch (data.members()) {
            case TASK ->
                "%s, of %s draws from the task, in no way steered.".formatted(inside, Numbers.count(data.all()));
            case EXACT -> "%s, of all %s of the task.".formatted(inside, Numbers.count(data.all()));
            default ->
                "%s, found by the %s; all inputs are %s draws from the task."
                        .formatted(inside, data.members(), Numbers.count(data.all()));
        };
    }

    /** Says where members are no fair sample, or few. */
    String caution() {
        if (data.inside() == 0 || data.isFair()) {
            return "";
        }
        return "⚠ Members of the %s are steered: they may share more than the preimage does. Too few others are known to tell; draws= draws more."
                .formatted(data.members());
    }

    String inShort() {
        Explanation.Description description = data.description();
        if (description.statements().isEmpty()) {
            return data.statements().isEmpty()
                    ? "Nothing that was tested is shared more often than by chance: the activation holds none of it, or members are too few to tell."
                    : "No statement is true of nearly all members.";
        }
        String meets = meets(description, data.isFair());
        return "In short: %s%s"
                .formatted(
                        meets,
                        data.isFair() && description.precision().value() < EXACT_ENOUGH
                                ? " So that is not all it holds: most inputs that meet it are farther."
                                : "");
    }

    /**
     * Says of a description how many members meet it, and how many that meet it are members.
     *
     * @param fair whether members are; too few fair ones are known for a precision where they are not
     */
    static String meets(Explanation.Description description, boolean fair) {
        String recall = "%s. %s of the members meet that%s"
                .formatted(
                        conjunction(description.statements()),
                        counted(description.recall()),
                        interval(description.recall()));
        return fair
                ? "%s, and of all inputs that meet it %s lie inside ε%s."
                        .formatted(recall, counted(description.precision()), interval(description.precision()))
                : recall + ".";
    }

    static String conjunction(List<Statement> statements) {
        return statements.stream().map(Statement::toString).collect(Collectors.joining("; and "));
    }

    List<String> statements() {
        return data.statements().stream().map(this::statement).toList();
    }

    private String statement(Statement one) {
        return "%s – %s.".formatted(one, shares(one));
    }

    /** Says how many have a statement's value, inside ε and elsewhere. */
    static String shares(Statement one) {
        String near = one.near().trials() == 0 ? "" : "%s of near misses, ".formatted(percent(one.near()));
        return "%s inside, %s%s of all inputs".formatted(counted(one.inside()), near, percent(one.all()));
    }

    /** Says what does not matter. */
    String indifferent() {
        return data.indifferent().isEmpty()
                ? ""
                : "What does not matter, as members have the query’s value as often as all inputs (to ten points in a hundred): %s."
                        .formatted(data.indifferent().stream()
                                .map(Statement::feature)
                                .collect(Collectors.joining("; ")));
    }

    /** Says where the description holds on the dial of ε. */
    String dial() {
        if (data.curve().points().isEmpty() || !data.isFair()) {
            return "";
        }
        String breaks = data.curve().breaksAt().isPresent()
                ? "the curve breaks at ε = %s, where fewer than 95 %% of the inputs inside meet it"
                        .formatted(epsilon(data.curve().breaksAt().getAsDouble()))
                : "the curve does not break up to ε = %s: at least 95 %% of the inputs inside meet it"
                        .formatted(epsilon(data.curve()
                                .points()
                                .get(data.curve().points().size() - 1)
                                .epsilon()));
        return data.curve().completeAt().isPresent()
                ? "On the dial: %s; from ε = %s on, at least 95 %% of those that meet it are inside."
                        .formatted(breaks, epsilon(data.curve().completeAt().getAsDouble()))
                : "On the dial: %s.".formatted(breaks);
    }

    private static String epsilon(double value) {
        return BigDecimal.valueOf(value)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    String examples() {
        return data.examples().isEmpty() ? "" : "For example: " + String.join("   ", data.examples());
    }

    String columns() {
        return String.format(
                Locale.ROOT,
                "inside ε, near misses (the %,d closest outside), all inputs: shares that have the query’s value. p: Fisher’s exact test of members against inputs outside, corrected for all %,d candidates (Benjamini, Hochberg). explains: what follows from the statement – of inputs that it is true of, members are no likelier to have it.",
                data.nearMisses(),
                data.tested());
    }

    String origin() {
        return origin(data.seconds());
    }

    /** Returns the same of a result of which this reading is a part. */
    String origin(double seconds) {
        return PreimageWords.origin(
                data.provenance(),
                data.near().sampling(1, SamplingSchedule.AUTO, data.seed()),
                "members " + data.members(),
                data.members() == Source.DECODER,
                seconds);
    }

    private static String counted(Proportion share) {
        return "%s of %s".formatted(Numbers.count(share.hits()), Numbers.count(share.trials()));
    }

    private static String interval(Proportion share) {
        return " (%s; 95 %% interval %s to %s)"
                .formatted(percent(share), Numbers.percent(share.low()), Numbers.percent(share.high()));
    }

    static String percent(Proportion share) {
        return share.trials() == 0 ? "–" : Numbers.percent(share.value());
    }

    static String p(double p) {
        return p < SMALLEST_P ? "< 0.001" : Numbers.measured(p);
    }
}
