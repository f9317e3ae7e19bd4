package org.inversionview.models.reading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.llm.LanguageModel;
import org.inversionview.models.reading.AnswerParts.Claimed;
import org.inversionview.models.reading.MachineGuess.Claim;
import org.inversionview.models.reading.MachineGuess.Verdict;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/**
 * Has a preimage read by a language model: writes what it is asked, and tests what it answers by what {@link
 * PreimageReader} tests with. Nothing is sent from here.
 */
public final class ReadingInWords {

    private final Evidence evidence;
    private final List<Feature> features;
    private final List<String> values;
    private final Prompt prompt;

    private ReadingInWords(Evidence evidence, List<Feature> features, List<String> values, Prompt prompt) {
        this.evidence = evidence;
        this.features = features;
        this.values = values;
        this.prompt = prompt;
    }

    /** Makes ready to read a query's preimage; the arguments are those of {@link PreimageReader#explain}. */
    public static ReadingInWords of(
            Neighbours neighbours, Query query, List<Feature> named, Supplier<Optional<EpsilonPreimage>> sampled) {
        Task task = neighbours.inputs().task();
        NamedInput input = new NamedInput(task, query.input());
        Evidence evidence = Evidence.of(neighbours, query, sampled);
        List<Feature> features = CandidateFeatures.of(task, input, named).stream()
                .map(ReadingInWords::asText)
                .toList();
        List<String> values = features.stream()
                .map(feature -> String.valueOf(feature.of(input, query.position())))
                .toList();
        Prompt prompt = new PromptWriter(task, query, neighbours.nearness()).prompt(evidence, features, values);
        return new ReadingInWords(evidence, features, values, prompt);
    }

    /** Returns a feature whose values can be compared with what a language model writes. */
    private static Feature asText(Feature feature) {
        return new Feature(
                feature.name(),
                feature.ofPosition(),
                (x, at) -> String.valueOf(feature.of(x, at)).strip());
    }

    /** Returns what a language model is to be asked. */
    public Prompt prompt() {
        return prompt;
    }

    /** Returns what it answered, tested. */
    public MachineGuess tested(LanguageModel.Answer answer) {
        AnswerParts parts = AnswerParts.of(answer.text());
        Map<Boolean, List<Claimed>> byTestable =
                parts.claims().stream().collect(Collectors.partitioningBy(this::isTestable));
        List<Claimed> testable = byTestable.getOrDefault(true, List.of());
        List<Integer> known = testable.stream().map(this::index).toList();
        StatementTests tests = new StatementTests(
                evidence,
                known.stream().map(features::get).toList(),
                testable.stream().map(Claimed::value).toList());
        List<Statement> statements = tests.statements();
        List<Claim> claims = IntStream.range(0, known.size())
                .mapToObj(i -> new Claim(statements.get(i), values.get(known.get(i))))
                .toList();
        List<Integer> supported = IntStream.range(0, claims.size())
                .filter(i -> claims.get(i).verdict() == Verdict.SUPPORTED)
                .boxed()
                .toList();
        return new MachineGuess(
                answer.host(),
                answer.model(),
                parts.words(),
                parts.structured(),
                claims,
                byTestable.getOrDefault(false, List.of()).stream()
                        .map(Claimed::toString)
                        .toList(),
                tests.conjunction(statements, supported));
    }

    private boolean isTestable(Claimed claimed) {
        return index(claimed) >= 0 && !claimed.value().isEmpty();
    }

    private int index(Claimed claimed) {
        return features.stream().map(Feature::name).toList().indexOf(claimed.feature());
    }
}
