package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.inversionview.models.SharedFolder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authors' two checkpoints against a float64 reference implementation, in shared/golden. */
class GoldenActivationsTest {

    /**
     * Times max(1, |value|). The reference computes in float64 and keeps 6 decimals; float32 carries 7 digits, of which
     * two blocks, whose values reach 20 and cancel, may cost two or three.
     */
    private static final double TOLERANCE = 1e-4;

    private double largest;

    @ParameterizedTest(name = "processed={0}")
    @ValueSource(booleans = {true, false})
    void addition_agrees_with_the_reference(boolean processed, @TempDir Path folder) throws IOException {
        compare("addition", new ThreeDigitAddition(), processed, folder, 15);
    }

    @ParameterizedTest(name = "processed={0}")
    @ValueSource(booleans = {true, false})
    void counting_agrees_with_the_reference(boolean processed, @TempDir Path folder) throws IOException {
        compare("counting", new CountingVocabulary(), processed, folder, 9);
    }

    private void compare(String name, Task task, boolean processed, Path folder, int sites) throws IOException {
        Files.copy(
                SharedFolder.file("checkpoints/%s.safetensors".formatted(name)), folder.resolve("model.safetensors"));
        Files.copy(SharedFolder.file("checkpoints/%s.config.json".formatted(name)), folder.resolve("config.json"));
        JsonNode golden = new ObjectMapper()
                .readTree(SharedFolder.file("golden/%s_activations.json".formatted(name))
                        .toFile());
        try (ProbedModel model = ProbedModelLoader.folder(folder, task, processed, Device.cpu())) {
            assertThat(model.sites()).hasSize(sites);
            assertThat(golden).hasSizeGreaterThanOrEqualTo(2);
            for (JsonNode example : golden) {
                int[] input = task.vocabulary().encode(example.get("input").asText());
                compareActivations(model, input, example.get(processed ? "processed" : "raw"));
                compareOutputs(model, input, example);
            }
        }
        System.out.printf(
                "largest difference, %s, processed=%s: %.2e (allowed %.0e)%n", name, processed, largest, TOLERANCE);
    }

    private void compareActivations(ProbedModel model, int[] input, JsonNode golden) {
        List<ActivationSite> sites = new ArrayList<>();
        golden.fieldNames().forEachRemaining(site -> sites.add(ActivationSite.parse(site)));
        assertThat(sites).containsExactlyInAnyOrderElementsOf(model.sites());
        Map<ActivationSite, float[][]> together = model.activations(model.sites(), input);
        for (ActivationSite site : sites) {
            float[][] found = model.activations(site, List.of(input))[0];
            assertThat(together.get(site)).as(site.toString()).isDeepEqualTo(found);
            JsonNode expected = golden.get(site.fullName());
            assertThat(found).hasNumberOfRows(expected.size());
            for (int position = 0; position < found.length; position++) {
                assertThat(found[position]).hasSize(expected.get(position).size());
                for (int i = 0; i < found[position].length; i++) {
                    close(
                            site + " at " + position,
                            found[position][i],
                            expected.get(position).get(i));
                }
            }
        }
    }

    private void compareOutputs(ProbedModel model, int[] input, JsonNode example) {
        float[][] logProbabilities = model.logProbabilities(input);
        for (int position = 0; position < input.length; position++) {
            assertThat(argMax(logProbabilities[position]))
                    .as("most likely token after position %s", position)
                    .isEqualTo(example.get("argmax").get(position).asInt());
            if (position + 1 < input.length) {
                close(
                        "log p after " + position,
                        logProbabilities[position][input[position + 1]],
                        example.get("log_prob_of_next").get(position));
            }
        }
    }

    private void close(String what, double found, JsonNode expected) {
        double scale = Math.max(1, Math.abs(expected.asDouble()));
        assertThat(found).as(what).isCloseTo(expected.asDouble(), within(TOLERANCE * scale));
        largest = Math.max(largest, Math.abs(found - expected.asDouble()) / scale);
    }

    private static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /** The counting model's tokens; the test needs nothing else of the task. */
    private static final class CountingVocabulary implements Task {

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Vocabulary vocabulary() {
            return Vocabulary.ofCharacters("abcdefghijklmnopqrstuvwxyz123456789|:BEP", 'B', 'E', 'P');
        }

        @Override
        public int maxLength() {
            return 33;
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return parse("Baab|a:2E");
        }

        @Override
        public int[] parse(String text) {
            return vocabulary().encode(text);
        }

        @Override
        public int answerStart(int[] input) {
            return input.length - 3; // the colon
        }

        @Override
        public Map<String, Integer> namedPositions(int[] input) {
            return Map.of();
        }

        @Override
        public boolean isWellFormed(int[] input) {
            return vocabulary().decode(input).matches("B[a-z]+\\|[a-z]:[1-9]E");
        }

        @Override
        public List<String> examples() {
            return List.of();
        }
    }
}
