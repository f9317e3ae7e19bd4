package org.inversionview.magics.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.inversionview.magics.MagicException;
import org.inversionview.models.InvalidRequestException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line, in the notebook's words, what was wrong with a magic's line. */
final class Mistakes {

    /** The options that say what the engine calls by other names; most have the engine's, with hyphens for spaces. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("epsilon", "eps"),
            Map.entry("number of proposals", "n"),
            Map.entry("number of inputs", "n"),
            Map.entry("number of draws", "draws"),
            Map.entry("number of runs", "runs"),
            Map.entry("number of samples shown", "show"),
            Map.entry("number of queries", "queries"),
            Map.entry("queries in an item", "in-item"),
            Map.entry("number of workers", "workers"),
            Map.entry("number of coverage queries", "coverage-queries"),
            Map.entry("number of members", "members"),
            Map.entry("changed position", "change"),
            Map.entry("changed positions", "change"),
            Map.entry("answer position", "answer"),
            Map.entry("condition", "where"),
            Map.entry("folder", "out"),
            Map.entry("BOS attention", "bos-attention"),
            Map.entry("language model", "llm-model"),
            Map.entry("task name", "task"));

    private static final String POSITION = "position";

    /** Options that name positions, alone or in a list. */
    private static final List<String> OF_POSITIONS = List.of("pos", "answer", "match", "change");

    /** Where a person finds what is allowed. */
    private static final Map<String, String> HINTS = Map.of(
            "site", "%sites lists all",
            "block", "%sites lists all",
            "head", "%sites lists all",
            "position", "%query shows them",
            "language model", "or name it here: llm-model=NAME",
            "model", "%models lists those that are shipped",
            "inputs of task",
                    "%inspect corpus=FILE, or Tasks.register(TextCorpus.ofLines(…)) and %model FOLDER task=NAME",
            "decoder", "%train decoder trains one",
            "decoder of model", "%train decoder trains one");

    private Mistakes() {}

    /** Returns what the engine refused: the option that said it in place of the engine's name, and where to look. */
    static MagicException of(InvalidRequestException e, CommandSpec spec) {
        String option = e.what().equals(POSITION)
                ? givenAs(e.value(), spec)
                : OPTIONS.getOrDefault(e.what(), e.what().replace(' ', '-'));
        boolean known = !option.isEmpty()
                && spec.findOption(option) != null
                && !e.value().isEmpty();
        String line = known ? "%s=%s: %s".formatted(option, e.value(), e.allowed()) : String.valueOf(e.getMessage());
        String hint = HINTS.getOrDefault(e.what(), "");
        return new MagicException(hint.isEmpty() ? line : "%s (%s)".formatted(line, hint), e);
    }

    /**
     * Makes sure that every option that was written has a value.
     *
     * @throws MagicException naming one that has none
     */
    static void refuseEmpty(CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            if (option.originalStringValues().contains("")) {
                throw new MagicException("%s= is empty: write %s=%s, or leave it out (%%help %s)"
                        .formatted(option.longestName(), option.longestName(), option.paramLabel(), spec.name()));
            }
        }
    }

    /** Returns the option in which a position was written, alone or in a list; an empty text if in none. */
    private static String givenAs(String position, CommandSpec spec) {
        return OF_POSITIONS.stream()
                .filter(name -> spec.findOption(name) != null)
                .filter(name -> spec.findOption(name).originalStringValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .anyMatch(value -> value.strip().equals(position)))
                .findFirst()
                .orElse("");
    }

    /**
     * Returns what the parser refused.
     *
     * @throws RuntimeException what a conversion threw that is no mistake of the user's
     */
    static MagicException of(ParameterException e, MagicCommand<?> magic) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String name = spec.name();
        List<String> options =
                spec.options().stream().map(OptionSpec::longestName).toList();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return new MagicException(unmatched(name, unmatched.getUnmatched().get(0), options), e);
        }
        if (e instanceof MissingParameterException missing) {
            ArgSpec first = missing.getMissing().get(0);
            return new MagicException(
                    "%%%s needs %s: %s (%%help %s)"
                            .formatted(name, spelled(first), magic.examples().get(0), name),
                    e);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return new MagicException(
                    "%%%s: %s= stands there twice: keep one (%%help %s)"
                            .formatted(name, option(twice.getOverwritten()), name),
                    e);
        }
        return new MagicException(value(name, e), e);
    }

    private static String spelled(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + "=" + argument.paramLabel()
                : argument.paramLabel();
    }

    private static String option(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** A value that is not of its option's type. */
    private static String value(String name, ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null) {
            return "%%%s: %s (%%help %s)".formatted(name, e.getMessage(), name);
        }
        String written = "%s=%s".formatted(option(argument), Objects.requireNonNullElse(e.getValue(), ""));
        Throwable cause = e.getCause();
        if (cause instanceof MagicException own) {
            return "%s %s (%%help %s)".formatted(written, own.getMessage(), name);
        }
        if (cause instanceof InvalidRequestException refused) {
            return "%s: %s (%%help %s)".formatted(written, refused.allowed(), name);
        }
        if (cause instanceof RuntimeException fault && !(cause instanceof TypeConversionException)) {
            throw fault;
        }
        return allowed(argument)
                .map(words -> argument.isOption()
                        ? "%s: write %s (%%help %s)".formatted(written, words, name)
                        : "%%%s does not know '%s': write %s (%%help %s)"
                                .formatted(name, Objects.requireNonNullElse(e.getValue(), ""), words, name))
                .orElse("%%%s: %s (%%help %s)".formatted(name, e.getMessage(), name));
    }

    /** Returns, of an argument that can be one of a few words, these words. */
    private static Optional<String> allowed(ArgSpec argument) {
        if (argument.completionCandidates() == null || !argument.type().isEnum()) {
            return Optional.empty();
        }
        List<String> words = StreamSupport.stream(
                        argument.completionCandidates().spliterator(), false)
                .toList();
        String last = words.get(words.size() - 1);
        return Optional.of(
                words.size() == 1 ? last : String.join(", ", words.subList(0, words.size() - 1)) + " or " + last);
    }

    private static String unmatched(String name, String argument, List<String> options) {
        int sign = argument.indexOf('=');
        if (sign <= 0) {
            return "%%%s does not know what to do with '%s': it takes %s (%%help %s)"
                    .formatted(name, argument, options.isEmpty() ? "nothing" : String.join("= ", options) + "=", name);
        }
        if (options.isEmpty()) {
            return "%%%s takes no options, and you wrote '%s' (%%help %s)".formatted(name, argument, name);
        }
        String written = argument.substring(0, sign);
        return Nearest.to(written, options)
                .map(near -> "%%%s has no option '%s': did you mean %s=%s? (%%help %s)"
                        .formatted(name, written, near, argument.substring(sign + 1), name))
                .orElse("%%%s has no option '%s': it has %s= (%%help %s)"
                        .formatted(name, written, String.join("=, ", options), name));
    }
}
