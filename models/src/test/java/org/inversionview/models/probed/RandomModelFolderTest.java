package org.inversionview.models.probed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.models.TinyModels;
import org.inversionview.models.transformer.ParameterShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelFolderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void writes_a_folder_that_loads() throws IOException {
        RandomModelFolder.write(folder, TinyModels.PROBED, 1);
        assertThat(HuggingFaceConfig.read(folder).transformer()).isEqualTo(TinyModels.PROBED);
        try (ProbedModel model = ProbedModelLoader.folder(folder, TinyModels.TASK, true, Device.cpu())) {
            for (float[] row : model.logProbabilities(TinyModels.TASK.parse("615+861="))) {
                assertThat(row).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void the_same_seed_gives_the_same_bytes() throws IOException {
        RandomModelFolder.write(folder.resolve("one"), TinyModels.PROBED, 1);
        RandomModelFolder.write(folder.resolve("same"), TinyModels.PROBED, 1);
        RandomModelFolder.write(folder.resolve("other"), TinyModels.PROBED, 2);
        byte[] one = Files.readAllBytes(folder.resolve("one/model.safetensors"));
        assertThat(Files.readAllBytes(folder.resolve("same/model.safetensors"))).isEqualTo(one);
        assertThat(Files.readAllBytes(folder.resolve("other/model.safetensors")))
                .isNotEqualTo(one);
    }

    @Test
    void gpt2_small_has_124_million_parameters() {
        assertThat(ParameterShapes.of(RandomModelFolder.gpt2Small()).values().stream()
                        .mapToLong(shape -> shape.size())
                        .sum())
                .isEqualTo(124_439_808);
    }
}
