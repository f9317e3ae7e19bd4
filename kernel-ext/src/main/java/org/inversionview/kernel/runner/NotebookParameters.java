package org.inversionview.kernel.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.inversionview.kernel.UserMistake;

/**
 * Values for the variables that a notebook's cell tagged {@code parameters} declares, as Java assignments of their types.
 *
 * @param values texts by variable
 */
public record NotebookParameters(Map<String, String> values) {

    /** Tag of the cell that declares them with their usual values. */
    static final String DECLARED = "parameters";

    /** Tag of the cell that is put after it. */
    static final String INJECTED = "injected-parameters";

    /** None. */
    public static final NotebookParameters NONE = new NotebookParameters(Map.of());

    public NotebookParameters {
        values = new LinkedHashMap<>(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns them as a user writes them. */
    private String said() {
        return values.entrySet().stream()
                .map(entry -> "-p " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    UserMistake nobodyAsked() {
        return new UserMistake("%s: this notebook takes no parameters; they are declared in a cell tagged '%s'"
                .formatted(said(), DECLARED));
    }

    /**
     * Returns the assignments.
     *
     * @param typeOf a variable's type, or an empty text if there is none of that name
     * @throws UserMistake if a variable is not declared, or its type has no such value
     */
    String assignments(Function<String, String> typeOf) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = "
                        + literal(entry.getKey(), entry.getValue(), typeOf.apply(entry.getKey())) + ";")
                .collect(Collectors.joining("\n"));
    }

    private static String literal(String name, String value, String type) {
        try {
            return switch (type) {
                case "" ->
                    throw new UserMistake("-p %s=%s: the notebook's cell tagged '%s' declares no variable %s"
                            .formatted(name, value, DECLARED, name));
                case "int", "Integer" -> String.valueOf(Integer.parseInt(value));
                case "long", "Long" -> Long.parseLong(value) + "L";
                case "double", "Double" -> floating(Double.parseDouble(value), "Double", "");
                case "float", "Float" -> floating(Float.parseFloat(value), "Float", "f");
                case "boolean", "Boolean" -> truth(value);
                case "String" -> '"' + StringEscapeUtils.escapeJava(value) + '"';
                default ->
                    throw new UserMistake("-p %s=%s: %s is a %s; a parameter is a String, a boolean or a number"
                            .formatted(name, value, name, type));
            };
        } catch (IllegalArgumentException e) {
            throw new UserMistake("-p %s=%s: %s is %s %s, as the notebook declares it"
                    .formatted(name, value, name, type.startsWith("i") || type.startsWith("I") ? "an" : "a", type));
        }
    }

    /** What is no number, or too large for one, has a name and no literal. */
    private static <N extends Number> String floating(N number, String type, String suffix) {
        if (Double.isNaN(number.doubleValue())) {
            return type + ".NaN";
        }
        if (Double.isInfinite(number.doubleValue())) {
            return type + (number.doubleValue() > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY");
        }
        return number + suffix;
    }

    private static String truth(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }
}
