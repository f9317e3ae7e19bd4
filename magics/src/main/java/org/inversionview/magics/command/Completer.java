package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes a magic's line from its declaration: options by name, values by the candidates that the option names. */
final class Completer {

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
        int word = arguments.length();
        while (word > 0 && !Character.isWhitespace(arguments.charAt(word - 1))) {
            word--;
        }
        String written = arguments.substring(word);
        int sign = written.indexOf('=');
        OptionSpec option = sign < 0 ? null : spec.findOption(written.substring(0, sign));
        if (option == null) {
            return new Completion(starting(written, words(arguments.substring(0, word))), word);
        }
        String value = written.substring(sign + 1);
        Iterable<String> candidates = candidates(option);
        int start = candidates instanceof Candidates own ? own.start(value) : 0;
        List<String> values = candidates instanceof Candidates own ? own.at(value) : list(candidates);
        return new Completion(starting(value.substring(start), values), word + sign + 1 + start);
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

    /** Words that may stand alone, and options that are not written yet. */
    private List<String> words(String before) {
        List<String> words = new ArrayList<>();
        spec.positionalParameters().forEach(parameter -> words.addAll(list(candidates(parameter))));
        spec.options().stream()
                .map(OptionSpec::longestName)
                .filter(option -> !(" " + before).contains(" " + option + "="))
                .map(option -> option + "=")
                .forEach(words::add);
        return words;
    }
}
