package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.tokens.Vocabulary;

/** The subjects as tokens: finds where an input mentions one. */
final class FactSubjects {

    private final Map<FactSubject, List<Integer>> tokens = new HashMap<>();
    private final Map<Integer, List<FactSubject>> byFirst = new HashMap<>();

    FactSubjects(FactTable table, Vocabulary vocabulary) {
        for (FactSubject subject : table.subjects()) {
            List<Integer> ids = IntStream.of(vocabulary.encode(" " + subject.name()))
                    .boxed()
                    .toList();
            tokens.put(subject, ids);
            byFirst.computeIfAbsent(ids.get(0), first -> new ArrayList<>()).add(subject);
        }
        byFirst.values()
                .forEach(some -> some.sort(Comparator.comparing(
                                (FactSubject subject) -> tokens(subject).size())
                        .reversed()));
    }

    List<Integer> tokens(FactSubject subject) {
        return Objects.requireNonNull(tokens.get(subject), subject.name());
    }

    /** Returns how many tokens the longest has. */
    int longest() {
        return tokens.values().stream().mapToInt(List::size).max().orElseThrow();
    }

    /** Returns the first mention, the longest that begins there. */
    Optional<FactMention> mention(int[] input, int to) {
        for (int first = 1; first <= to; first++) {
            for (FactSubject subject : byFirst.getOrDefault(input[first], List.of())) {
                if (stands(tokens(subject), input, first, to)) {
                    return Optional.of(new FactMention(
                            subject, first, first + tokens(subject).size() - 1));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean stands(List<Integer> ids, int[] input, int first, int to) {
        return first + ids.size() - 1 <= to
                && IntStream.range(0, ids.size()).allMatch(i -> input[first + i] == ids.get(i));
    }
}
