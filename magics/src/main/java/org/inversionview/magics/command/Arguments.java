package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inversionview.magics.MagicException;

/** Cuts the text after a magic's name into arguments. */
final class Arguments {

    // Repeated groups are possessive (++): any other takes a frame of the stack for each repetition.

    /** A run of characters without white space, in which double quotes hold anything together. */
    private static final Pattern PLAIN = Pattern.compile("(?:%s|[^\\s\"]|\"[^\"]*+\"?)++".formatted(Values.MARKED));

    /** The same, where a backslash in quotes makes the next character a part of them. */
    private static final Pattern ESCAPED =
            Pattern.compile("(?:%s|[^\\s\"]|\"(?:[^\"\\\\]|\\\\.)*+\"?)++".formatted(Values.MARKED), Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"?", Pattern.DOTALL);
    private static final Pattern PLAIN_QUOTES = Pattern.compile(Values.MARKED + "|\"");
    private static final Pattern TEXT_QUOTES = Pattern.compile(Values.MARKED + "|" + QUOTED.pattern(), Pattern.DOTALL);
    private static final Pattern UNICODE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)\\\\u+([0-9a-fA-F]{4})");

    private Arguments() {}

    /**
     * Returns the arguments: separated by white space, double quotes group and are dropped; a {@code //} comment outside of
     * quotes and a trailing {@code ;} are left out. A backslash is a character like any other, as in a path of Windows.
     */
    static List<String> split(String text) {
        return cut(text, PLAIN).stream()
                .map(argument ->
                        PLAIN_QUOTES.matcher(argument).replaceAll(found -> Matcher.quoteReplacement(value(found, ""))))
                .filter(argument -> !argument.isEmpty())
                .toList();
    }

    /** Returns the arguments as {@link #split} does, but for Java's escapes, which texts in quotes may have. */
    static List<String> splitTexts(String text) {
        return cut(text, ESCAPED).stream()
                .map(argument -> TEXT_QUOTES
                        .matcher(argument)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                value(found, found.group(1) == null ? "" : unescaped(found.group(1))))))
                .filter(argument -> !argument.isEmpty())
                .toList();
    }

    /** A value without its marks, or what stands for quotes. */
    private static String value(MatchResult found, String quoted) {
        return found.group().charAt(0) == '"' ? quoted : Values.unmarked(found.group());
    }

    private static List<String> cut(String text, Pattern pattern) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find() && !matcher.group().startsWith("//")) {
            arguments.add(matcher.group());
        }
        if (!arguments.isEmpty()) {
            int last = arguments.size() - 1;
            arguments.set(last, arguments.get(last).replaceFirst(";+$", ""));
        }
        return arguments;
    }

    /**
     * Returns the text that a user wrote, every character of it; or, where all of it stands in one pair of double quotes, what
     * these hold, with Java's escapes.
     */
    static String text(String written) {
        Matcher quoted = QUOTED.matcher(written.strip());
        return quoted.matches()
                        && written.strip().length() > 1
                        && written.strip().endsWith("\"")
                ? unescaped(quoted.group(1))
                : Values.unmarked(written);
    }

    /** Returns a line that {@link #split} cuts into these arguments, none of which has a quotation mark. */
    static String written(List<String> arguments) {
        return arguments.stream()
                .map(argument -> needsQuotes(argument) ? "\"" + argument + "\"" : argument)
                .collect(Collectors.joining(" "));
    }

    /** Returns a line that {@link #splitTexts} cuts into these arguments. */
    static String writtenTexts(List<String> arguments) {
        return arguments.stream()
                .map(argument -> needsQuotes(argument) || argument.indexOf('"') >= 0 ? escaped(argument) : argument)
                .collect(Collectors.joining(" "));
    }

    /** Returns a line that {@link #text} reads as this text. */
    static String writtenText(String text) {
        boolean plain = text.equals(text.strip())
                && !text.startsWith("\"")
                && text.chars().noneMatch(Character::isISOControl);
        return plain ? text : escaped(text);
    }

    private static boolean needsQuotes(String argument) {
        return argument.startsWith("//")
                || argument.endsWith(";")
                || argument.chars().anyMatch(Character::isWhitespace);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .transform("\"%s\""::formatted);
    }

    private static String unescaped(String literal) {
        String characters = UNICODE.matcher(literal)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) + (char) Integer.parseInt(found.group(2), 16)));
        try {
            return characters.translateEscapes();
        } catch (IllegalArgumentException e) {
            throw new MagicException(
                    "\"%s\": in quotation marks a backslash begins one of Java's escapes, such as \\t, \\\" or \\u00e4; write \\\\ for a backslash"
                            .formatted(literal),
                    e);
        }
    }
}
