package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.inversionview.models.SharedFolder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.probed.ProbedModelLoader;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distances that the authors printed in a talk, and the same to six decimals from a float64 reference. */
class GoldenDistancesTest {

    /** Float32 against float64; as for the activations that the distances are taken between. */
    private static final double TOLERANCE = 1e-4;

    /** Half of the last of three printed decimals, and float32's error where a value lies at the edge. */
    private static final double PRINTED = 0.0005 + TOLERANCE;

    private final ThreeDigitAddition task = new ThreeDigitAddition();

    private List<float[]> measure(JsonNode golden, List<JsonNode> samples, boolean processed, Path folder)
            throws IOException {
        SharedFolder.copyModel("addition", folder);
        try (ProbedModel model = ProbedModelLoader.folder(folder, task, processed, Device.cpu())) {
            ActivationSite site = ActivationSite.parse(golden.get("site").asText());
            int[] query = task.parse(golden.get("query").asText());
            float[] z = model.activations(site, List.of(query))[0][
                    golden.get("query_position").asInt()];
            List<int[]> inputs = samples.stream()
                    .map(sample -> task.parse(sample.get("sample").asText()))
                    .toList();
            return new SampleDistances(model).measure(inputs, site, new QueryActivation(z), Distance.EUCLIDEAN);
        }
    }

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(
                        SharedFolder.file("golden/talk_addition_distances.json").toFile());
    }

    private static List<JsonNode> samples(JsonNode golden) {
        return StreamSupport.stream(golden.get("samples").spliterator(), false).toList();
    }

    @Test
    void processed_activations_give_the_distances_of_the_authors_talk(@TempDir Path folder) throws IOException {
        JsonNode golden = golden();
        List<JsonNode> samples = samples(golden);
        List<float[]> distances = measure(golden, samples, true, folder);
        double largest = 0;
        assertThat(distances).hasSize(10);
        for (int i = 0; i < samples.size(); i++) {
            JsonNode sample = samples.get(i);
            double found = distances.get(i)[sample.get("position").asInt()];
            assertThat(found).isCloseTo(sample.get("distance").asDouble(), within(TOLERANCE));
            assertThat(found).isCloseTo(sample.get("printed").asDouble(), within(PRINTED));
            largest = Math.max(largest, Math.abs(found - sample.get("distance").asDouble()));
        }
        System.out.printf("largest difference, distances of the talk: %.2e (allowed %.0e)%n", largest, TOLERANCE);
    }

    @Test
    void raw_activations_miss_them(@TempDir Path folder) throws IOException {
        JsonNode golden = golden();
        List<JsonNode> samples = samples(golden);
        List<float[]> distances = measure(golden, samples, false, folder);
        assertThat(samples)
                .anySatisfy(sample -> assertThat((double) distances
                                .get(samples.indexOf(sample))[
                                sample.get("position").asInt()])
                        .isNotCloseTo(sample.get("printed").asDouble(), within(PRINTED)));
    }
}
