package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.tasks.IndirectObject;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a text, asked of a model of GPT-2's vocabulary whose task is another. */
class CorpusWindowsTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "ioi-gpt2", true, "f00", "", "cpu", Map.of());
    private static final TransformerConfig CONFIG =
            new TransformerConfig(50_257, 16, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW);
    private static final ActivationSite SITE = ActivationSite.parse("x1.post");
    private static final int WINDOW = 5;

    private final Path folder;
    private final ProbedModel model = TinyModels.probed(new IndirectObject.Gpt2(), CONFIG, 1);
    private final Query query = new Query(model.task().parse("The river was cold and"), SITE, 5);
    private final CorpusText text = CorpusText.of("letters", sentences());

    CorpusWindowsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void release() {
        model.close();
    }

    private static List<String> sentences() {
        List<String> words = List.of("river", "mountain", "cold", "was", "the", "and", "he", "saw", "blue", "under");
        RandomGenerator random = new SplittableRandom(1);
        return IntStream.range(0, 60)
                .mapToObj(i -> IntStream.range(0, random.nextInt(4, 14))
                        .mapToObj(j -> words.get(random.nextInt(words.size())))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private TaskInputs inputs() {
        return new TaskInputs(model, PROVENANCE, folder);
    }

    private static SamplingSettings settings(double epsilon) {
        return new SamplingSettings(
                1, epsilon, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 0, 20);
    }

    @Test
    void every_window_is_measured_and_the_nearest_come_first() {
        EpsilonPreimage found = InversionView.ofText(inputs(), text, WINDOW).inspect(query, settings(0.3));
        List<int[]> windows = new TextCorpus("c", text, WINDOW).windows().toList();
        List<Sample> own = new ArrayList<>(MeasuredInputs.measure(
                        model, PROVENANCE, query, windows.stream().toList(), settings(0.3))
                .inputs());
        own.sort(Comparator.comparingDouble(Sample::distance));
        assertThat(found.proposals()).isEqualTo(windows.size());
        assertThat(found.samples().get(0).distance()).isCloseTo(own.get(0).distance(), within(2e-6));
        assertThat(found.samples().stream().mapToInt(Sample::count).sum()).isEqualTo(windows.size());
        assertThat(found.insideShare())
                .isEqualTo(own.stream().filter(Sample::inside).count() / (double) windows.size());
        assertThat(found.groups()).singleElement().satisfies(group -> {
            assertThat(group.source()).isEqualTo(Source.CORPUS);
            assertThat(group.corpus()).contains(new Corpus("letters", text.sha256(), WINDOW));
        });
        assertThat(found.samples()).allMatch(Sample::wellFormed); // any text is one, whatever the model's task
    }

    @Test
    void is_computed_once() {
        InversionView.ofText(inputs(), text, WINDOW).inspect(query, settings(0.3));
        List<Object> heard = new ArrayList<>();
        InversionView.ofText(inputs(), text, WINDOW)
                .inspect(query, settings(0.3), model.runner().heardBy(heard::add));
        assertThat(heard).isEmpty();
        assertThat(inputs().size(new SourceSettings.Windows(text, WINDOW)))
                .isEqualTo((int) new TextCorpus("c", text, WINDOW).windows().count());
    }

    @Test
    void a_search_goes_on_from_the_windows_without_rules() {
        EpsilonPreimage found =
                InversionView.ofText(inputs(), text, WINDOW).searching(1000).inspect(query, settings(0.3));
        assertThat(found.sources()).containsExactly(Source.CORPUS, Source.SEARCH);
        EpsilonPreimage.Group searched = found.groups().get(1);
        assertThat(searched.proposals()).isEqualTo(1000);
        assertThat(searched.inside()).isGreaterThan(found.groups().get(0).inside());
        assertThat(found.samples())
                .allMatch(Sample::wellFormed)
                .allMatch(sample -> sample.tokens().size() <= WINDOW + 2)
                .noneMatch(sample -> sample.text().equals(found.query()));
    }

    @Test
    void says_which_windows_a_model_reads() {
        for (int window : new int[] {0, 15}) {
            assertThatThrownBy(() -> InversionView.ofText(inputs(), text, window))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("window %s: this model reads windows of 1 to 14 tokens".formatted(window));
        }
        InversionView.ofText(inputs(), text, 14).inspect(query, settings(0.3));
    }

    @Test
    void says_that_a_model_has_tokens_of_its_own() {
        try (ProbedModel addition = TinyModels.probed(1)) {
            TaskInputs sums = new TaskInputs(addition, PROVENANCE, folder);
            assertThatThrownBy(() -> InversionView.ofText(sums, text, WINDOW))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("corpus letters: this model reads the tokens of task addition alone, and no text");
        }
    }

    @Test
    void refuses_what_would_not_be_kept() {
        TaskInputs bounded = new TaskInputs(model, PROVENANCE, new ActivationFolder(folder, 1 << 10));
        assertThatThrownBy(() -> InversionView.ofText(bounded, text, WINDOW).inspect(query, settings(0.3)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching(
                        "number of inputs measured \\d+: the activations of one site in them take \\d MB, and 0 MB are kept: ask about fewer");
    }
}
