package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the text after a magic's name into arguments. */
final class Arguments {

    /** A run of characters without white space, in which double quotes hold white space together. */
    private static final Pattern ARGUMENT = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\"?)+");

    private Arguments() {}

    /**
     * Returns the arguments: separated by white space, double quotes group and are dropped; a {@code //} comment and a
     * trailing {@code ;} are left out.
     */
    static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(text);
        while (matcher.find() && !matcher.group().startsWith("//")) {
            arguments.add(matcher.group());
        }
        if (!arguments.isEmpty()) {
            int last = arguments.size() - 1;
            arguments.set(last, arguments.get(last).replaceFirst(";+$", ""));
        }
        return arguments.stream()
                .map(argument -> argument.replace("\"", ""))
                .filter(argument -> !argument.isEmpty())
                .toList();
    }
}
