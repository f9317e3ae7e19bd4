package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.inversionview.magics.QuotedText;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes a magic's line from its declaration: options by name, values by the candidates that the option names. */
final class Completer {

    private static final char QUOTE = '"';

    private final CommandSpec spec;

    Completer(MagicCommand<?> magic, Session session) {
        this.spec = Parser.of(magic, session).getCommandSpec();
    }

    /**
     * Returns what could stand at the end of the arguments.
     *
     * @param arguments the rest of the line up to the cursor
     */
    Completion complete(String arguments) {
        int word = lastWord(arguments);
        String written = arguments.substring(word);
        int sign = written.indexOf('=');
        OptionSpec option = sign < 0 ? null : spec.findOption(written.substring(0, sign));
        if (option == null) {
            List<String> texts = new ArrayList<>(quoted("", written, words()));
            texts.addAll(starting(written, options(arguments.substring(0, word))));
            return new Completion(texts, word);
        }
        String value = written.substring(sign + 1);
        Iterable<String> candidates = candidates(option);
        int start = candidates instanceof Candidates own ? own.start(value) : 0;
        List<String> values = candidates instanceof Candidates own ? own.at(value) : list(candidates);
        return new Completion(
                quoted(value.substring(0, start), value.substring(start), values), word + sign + 1 + start);
    }

    /** Returns where the last word begins; white space in double quotes is a part of it. */
    private static int lastWord(String arguments) {
        int word = 0;
        boolean inQuotes = false;
        for (int i = 0; i < arguments.length(); i++) {
            char character = arguments.charAt(i);
            inQuotes ^= character == QUOTE;
            word = !inQuotes && Character.isWhitespace(character) ? i + 1 : word;
        }
        return word;
    }

    /**
     * Returns the texts that begin as is written; what has white space in the double quotes that hold it together.
     *
     * @param before of the same word
     */
    private static List<String> quoted(String before, String written, List<String> texts) {
        boolean isOpen = before.chars().filter(character -> character == QUOTE).count() % 2 == 1;
        boolean opens = !isOpen && written.indexOf(QUOTE) == 0;
        return starting(opens ? written.substring(1) : written, texts).stream()
                .map(text -> isOpen ? text + QUOTE : opens ? QUOTE + text + QUOTE : QuotedText.of(text))
                .toList();
    }

    private static Iterable<String> candidates(ArgSpec argument) {
        @Nullable Iterable<String> named = argument.completionCandidates();
        if (named == null && isTruth(argument)) {
            return List.of("true", "false");
        }
        return Objects.requireNonNullElse(named, List.of());
    }

    private static boolean isTruth(ArgSpec argument) {
        return argument.type() == boolean.class || argument.type() == Boolean.class;
    }

    private static List<String> list(Iterable<String> candidates) {
        return StreamSupport.stream(candidates.spliterator(), false).toList();
    }

    private static List<String> starting(String written, List<String> texts) {
        return texts.stream().filter(text -> text.startsWith(written)).toList();
    }

    /** Words that may stand alone. */
    private List<String> words() {
        return spec.positionalParameters().stream()
                .flatMap(parameter -> list(candidates(parameter)).stream())
                .toList();
    }

    /** Options that are not written yet. */
    private List<String> options(String before) {
        return spec.options().stream()
                .map(OptionSpec::longestName)
                .filter(option -> !(" " + before).contains(" " + option + "="))
                .map(option -> option + "=")
                .toList();
    }
}
