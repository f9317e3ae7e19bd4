package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.SharedFolder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.Comparison.Overlap;
import org.inversionview.models.reading.Comparison.Shared;
import org.inversionview.models.reading.PreimageComparison.Question;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreimageComparisonTest {

    private static final int EQUALS_SIGN = 8;
    private static final int A1 = 9;

    /** At =, a0.3 holds the larger of the first digits, a1.2 both: the second's preimage lies in the first's. */
    @Test
    void tells_the_larger_digit_s_head_from_the_pair_s(@TempDir Path folder) throws IOException {
        LoadedModel.Request request = new LoadedModel.Request("addition", Optional.empty(), true, "cpu");
        try (LoadedModel addition = LoadedModel.load(request, new TaskRegistry())) {
            TaskInputs kept = new TaskInputs(addition.probed(), addition.provenance(), folder);
            List<ActivationSite> sites = List.of(ActivationSite.parse("a0.3"), ActivationSite.parse("a1.2"));
            int[] input = addition.probed().task().parse("615+861");
            List<Question> questions = UnsteeredInputs.drawn(kept, 6000, 0)
                    .at(
                            sites,
                            new Nearness(0.1, Distance.EUCLIDEAN, "="),
                            addition.probed().runner())
                    .stream()
                    .map(neighbours -> new Question(neighbours, new Query(input, neighbours.site(), EQUALS_SIGN)))
                    .toList();
            Comparison compared =
                    PreimageComparison.of(questions, addition.probed().task().features());
            Shared pair = feature(compared, "F1,S1 in either order");
            assertThat(pair.differs()).isTrue();
            assertThat(pair.isHeld(0)).isFalse();
            assertThat(pair.isHeld(1)).isTrue();
            assertThat(feature(compared, "larger of F1,S1").differs()).isFalse();
            Overlap overlap = compared.overlaps().get(0);
            assertOverlapIsCountedAnew(overlap, questions);
            assertThat(overlap.secondInFirst().value()).isEqualTo(1);
            assertThat(overlap.firstInSecond().value()).isLessThan(0.5);
            assertThatThrownBy(() -> PreimageComparison.of(questions.subList(0, 1), List.of()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("two or more are compared");
        }
    }

    /** At A1, a1.2 of our model and a0.2 of the authors' hold the pair: of the same inputs, most of either's members are the other's. */
    @Test
    void two_models_are_compared_by_the_same_inputs(@TempDir Path folder, @TempDir Path authors) throws IOException {
        SharedFolder.copyModel("addition", authors);
        LoadedModel.Request theirs = new LoadedModel.Request(authors.toString(), Optional.of("addition"), true, "cpu");
        LoadedModel.Request ours = new LoadedModel.Request("addition", Optional.empty(), true, "cpu");
        try (LoadedModel model = LoadedModel.load(ours, new TaskRegistry());
                LoadedModel other = LoadedModel.load(theirs, new TaskRegistry())) {
            UnsteeredInputs inputs =
                    UnsteeredInputs.drawn(new TaskInputs(model.probed(), model.provenance(), folder), 6000, 0);
            UnsteeredInputs same = inputs.readBy(new TaskInputs(other.probed(), other.provenance(), folder));
            List<Question> questions = List.of(question(inputs, model, "a1.2"), question(same, other, "a0.2"));
            Comparison compared =
                    PreimageComparison.of(questions, model.probed().task().features());
            Shared pair = feature(compared, "F1,S1 in either order");
            assertThat(pair.isHeld(0)).isTrue();
            assertThat(pair.isHeld(1)).isTrue();
            assertOverlapIsCountedAnew(compared.overlaps().get(0), questions);
            assertThat(compared.read())
                    .extracting(one -> one.provenance().probedSha256())
                    .doesNotHaveDuplicates();
        }
    }

    private static Question question(UnsteeredInputs inputs, LoadedModel model, String site) {
        int[] input = model.probed().task().parse("615+861");
        Neighbours neighbours = inputs.at(
                ActivationSite.parse(site),
                new Nearness(0.1, Distance.EUCLIDEAN, "A1"),
                model.probed().runner());
        return new Question(neighbours, new Query(input, neighbours.site(), A1));
    }

    private static Shared feature(Comparison compared, String name) {
        return compared.features().stream()
                .filter(one -> one.feature().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertOverlapIsCountedAnew(Overlap overlap, List<Question> questions) {
        Neighbours neighbours = questions.get(0).neighbours();
        Standing first = neighbours.of(questions.get(0).query());
        Standing second = questions.get(1).neighbours().of(questions.get(1).query());
        int both = 0;
        int either = 0;
        int inSecond = 0;
        for (int i = 0; i < neighbours.inputs().size(); i++) {
            boolean one = first.distances()[i] <= 0.1;
            boolean other = second.distances()[i] <= 0.1;
            both += one && other ? neighbours.inputs().count(i) : 0;
            either += one || other ? neighbours.inputs().count(i) : 0;
            inSecond += other ? neighbours.inputs().count(i) : 0;
        }
        assertThat(overlap.both().hits()).isEqualTo(both).isPositive();
        assertThat(overlap.both().trials()).isEqualTo(either);
        assertThat(overlap.secondInFirst().trials()).isEqualTo(inSecond);
    }
}
