package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inversionview.magics.MagicException;
import org.inversionview.models.hooks.Wildcards;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lists where one value stands: {@code head=0-3}, {@code head=*}, {@code site=a1.*,m1}, {@code pos=A1,A2}. A {@code *} stands
 * for anything in the candidates of the option; a value that is itself a candidate, such as a position called {@code ,}, is
 * no list.
 */
final class Lists {

    private static final int MOST = 1000;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private final MagicCommand<?> magic;
    private final CommandSpec spec;

    /**
     * Prepares to read a magic's lists.
     *
     * @param spec of its options, made for the session
     */
    Lists(MagicCommand<?> magic, CommandSpec spec) {
        this.magic = magic;
        this.spec = spec;
    }

    /** Returns whether any argument is a list. */
    boolean areIn(List<String> arguments) {
        return arguments.stream().anyMatch(this::isList);
    }

    private boolean isList(String argument) {
        int sign = argument.indexOf('=');
        if (sign < 1 || !magic.listed().contains(argument.substring(0, sign))) {
            return false;
        }
        String value = argument.substring(sign + 1);
        boolean looksLike = value.contains(",")
                || value.contains("*")
                || RANGE.matcher(value).matches();
        return looksLike && !candidates(argument.substring(0, sign)).contains(value);
    }

    /**
     * Returns the arguments of every single run, the last list varying fastest.
     *
     * @throws MagicException if a pattern matches nothing, or there are too many
     */
    List<List<String>> expanded(List<String> arguments) {
        List<List<String>> runs = List.of(List.of());
        for (String argument : arguments) {
            List<String> values = isList(argument) ? values(argument) : List.of(argument);
            if ((long) runs.size() * values.size() > MOST) {
                throw new MagicException(
                        String.format(Locale.ROOT, "%s: more than %,d in all; ask for fewer at once", argument, MOST));
            }
            runs = runs.stream()
                    .flatMap(run -> values.stream()
                            .map(value -> Stream.concat(run.stream(), Stream.of(value))
                                    .toList()))
                    .toList();
        }
        return runs;
    }

    private List<String> values(String argument) {
        int sign = argument.indexOf('=');
        String option = argument.substring(0, sign);
        Set<String> values = new LinkedHashSet<>();
        for (String part : argument.substring(sign + 1).split(",", -1)) {
            if (part.isBlank()) {
                throw new MagicException(
                        "%s: a list has a value between its commas, as %s=1,2 does".formatted(argument, option));
            }
            values.addAll(values(option, part.strip()));
        }
        return values.stream().map(value -> option + "=" + value).toList();
    }

    private List<String> values(String option, String part) {
        List<String> candidates = candidates(option);
        Matcher range = RANGE.matcher(part);
        if (candidates.contains(part)) {
            return List.of(part);
        }
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            if (from > to) {
                throw new MagicException("%s=%s: a range goes up, as %s-%s does".formatted(option, part, to, from));
            }
            return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
        }
        if (!part.contains("*")) {
            return List.of(part);
        }
        List<String> found =
                candidates.stream().filter(name -> Wildcards.match(part, name)).toList();
        if (found.isEmpty()) {
            throw new MagicException("%s=%s matches nothing: there is %s"
                    .formatted(
                            option, part, candidates.isEmpty() ? "nothing loaded yet" : String.join(" ", candidates)));
        }
        return found;
    }

    private List<String> candidates(String option) {
        OptionSpec declared = spec.findOption(option);
        return declared == null || declared.completionCandidates() == null
                ? List.of()
                : new ArrayList<>(
                        StreamSupport.stream(declared.completionCandidates().spliterator(), false)
                                .toList());
    }
}
