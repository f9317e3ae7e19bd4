package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped addition model's decoder, asked about preimages among the 18,000 sums that begin with 61 or 85. */
class ShippedCoverageTest {

    private static final SamplingSettings SAMPLING =
            new SamplingSettings(4096, 0.1, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 0, 20);
    private static final CoverageSettings SETTINGS = new CoverageSettings(SAMPLING, 10_000, 100, 4);

    /** Additions of few first numbers. */
    private record FewSums(ThreeDigitAddition all) implements Task {

        private static final List<Integer> FIRST = IntStream.concat(
                        IntStream.range(610, 620), IntStream.range(850, 860))
                .boxed()
                .toList();

        @Override
        public String name() {
            return "few-sums";
        }

        @Override
        public Vocabulary vocabulary() {
            return all.vocabulary();
        }

        @Override
        public int maxLength() {
            return all.maxLength();
        }

        @Override
        public Optional<Stream<int[]>> inputs() {
            return Optional.of(FIRST.stream()
                    .flatMap(first -> IntStream.range(100, 1000).mapToObj(second -> parse(first + "+" + second))));
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return parse(FIRST.get(random.nextInt(FIRST.size())) + "+" + random.nextInt(100, 1000));
        }

        @Override
        public int[] parse(String text) {
            return all.parse(text);
        }

        @Override
        public Map<String, Integer> namedPositions(int[] input) {
            return all.namedPositions(input);
        }
    }

    private static LoadedModel load(Path folder) throws IOException {
        ModelCard card = Zoo.card("addition");
        Zoo.copy(folder, "addition", card.probed().file());
        Zoo.copy(folder, "addition", Objects.requireNonNull(card.decoder()).file());
        new ModelCard("few", "few-sums", card.description(), card.probed(), card.decoder()).write(folder);
        TaskRegistry tasks = new TaskRegistry();
        tasks.register(new FewSums(new ThreeDigitAddition()));
        return LoadedModel.load(new LoadedModel.Request(folder.toString(), Optional.empty(), true, "cpu"), tasks);
    }

    /** Draws estimate the exact mean chance; and of the members, as many are found as their chances promise. */
    @ParameterizedTest
    @CsvSource({"x1.post, A2", "x1.post, A3"})
    void what_is_estimated_from_draws_agrees_with_what_is_exact(String site, String position, @TempDir Path folder)
            throws IOException {
        try (LoadedModel model = load(folder)) {
            Task task = model.probed().task();
            int[] input = task.parse("615+861");
            Query query = new Query(input, ActivationSite.parse(site), Positions.resolve(task, input, position));
            TrainedDecoder decoder = model.requireDecoder();
            PreimageCoverage exact = DecoderCoverage.ofAll(model.inputs(), decoder)
                    .measure(query, SETTINGS, model.probed().runner());
            PreimageCoverage estimate = DecoderCoverage.ofDraws(model.inputs(), decoder, 10_000, 1)
                    .measure(query, SETTINGS.withMembers(60), model.probed().runner());

            assertThat(exact.isExact()).isTrue();
            assertThat(estimate.isExact()).isFalse();
            assertThat(estimate.coverage().holds(exact.coverage().value())).isTrue();
            assertThat(estimate.coverage().high() - estimate.coverage().low()).isLessThan(0.25);
            double variance = exact.members().stream()
                    .mapToDouble(member -> member.chance() * (1 - member.chance()))
                    .sum();
            double expected = exact.coverage().value() * exact.inside();
            assertThat((double) exact.found().hits()).isCloseTo(expected, within(3 * Math.sqrt(variance)));
            assertThat(exact.auroc()).isGreaterThan(0.95);
        }
    }
}
