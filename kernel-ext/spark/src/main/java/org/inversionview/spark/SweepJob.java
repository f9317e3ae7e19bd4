package org.inversionview.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.sweep.SweepPlan;

/**
 * What every executor is told.
 *
 * @param json the plan
 * @param folder where the rows go, as Hadoop reads it
 * @param threads of PyTorch in an executor
 */
record SweepJob(String json, String folder, int threads) implements Serializable {

    static SweepJob of(SweepPlan plan, String folder, int threads) throws IOException {
        return new SweepJob(StrictJson.compact(plan), folder, threads);
    }

    SweepPlan plan() throws IOException {
        return StrictJson.parse(
                json.getBytes(StandardCharsets.UTF_8), "the plan", SweepPlan.class, "give all jars the same version");
    }
}
