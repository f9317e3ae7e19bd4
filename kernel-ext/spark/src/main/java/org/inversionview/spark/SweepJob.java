package org.inversionview.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.zoo.Zoo;

/**
 * What every executor is told.
 *
 * @param json the plan
 * @param model a shipped model's name, or a folder
 * @param folder where the rows go, as Hadoop reads it
 * @param threads of PyTorch in an executor
 */
record SweepJob(String json, String model, String folder, int threads) implements Serializable {

    /** Returns a plan's job; a folder that is named from where the driver runs is named from the root. */
    static SweepJob of(SweepPlan plan, String folder, int threads) throws IOException {
        String model = plan.model().name();
        boolean stands = !Zoo.names().contains(model) && Files.isDirectory(Path.of(model));
        return new SweepJob(
                StrictJson.compact(plan),
                stands ? Path.of(model).toAbsolutePath().normalize().toString() : model,
                folder,
                threads);
    }

    SweepPlan plan() throws IOException {
        return StrictJson.parse(
                json.getBytes(StandardCharsets.UTF_8), "the plan", SweepPlan.class, "give all jars the same version");
    }
}
