package org.inversionview.models.inversion;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.probed.ProbedModel;

/** Runs a pool's inputs through the probed model, no further than the last site asked for, and writes their activations. */
final class PoolRun {

    private final ProbedModel model;
    private final ActivationFolder folder;

    PoolRun(ProbedModel model, ActivationFolder folder) {
        this.model = model;
        this.folder = folder;
    }

    /**
     * Writes a file a site.
     *
     * @param keys of the files, in the order of the sites
     * @param layout where each input's activations stand in a file
     * @throws CancellationException if the thread is interrupted: then no file is left
     */
    void write(InputPool pool, List<ActivationSite> sites, List<String> keys, PoolLayout layout, WorkRunner runner)
            throws IOException {
        List<ActivationWriter> writers = new ArrayList<>();
        try {
            for (String key : keys) {
                writers.add(folder.write(key, layout.blocks()));
            }
            List<int[]> inputs = pool.inputs();
            int longest = inputs.stream().mapToInt(input -> input.length).max().orElse(1);
            int done = runner.inSmallSteps()
                    .run(
                            inputs,
                            model.bytesOfRun(longest, sites.size()),
                            batch -> activations(batch, sites, layout.rows()),
                            (batch, flat) -> append(writers, flat));
            if (done < inputs.size()) {
                throw new CancellationException(
                        String.format(Locale.ROOT, "interrupted after %,d of %,d inputs", done, inputs.size()));
            }
            for (ActivationWriter writer : writers) {
                writer.done();
            }
            folder.tidy(keys);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            for (ActivationWriter writer : writers) {
                writer.close();
            }
        }
    }

    private List<float[]> activations(Batch<int[]> batch, List<ActivationSite> sites, int[] rows) {
        List<float[]> all = new ArrayList<>();
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(Set.copyOf(sites));
            model.runUntilFull(model.batch(scratch, batch.items()), Hooks.NONE, cache);
            for (ActivationSite site : sites) {
                all.add(joined(cache.get(site).toFloatArray(), batch, rows)); // (B, T, D)
            }
        }
        return all;
    }

    /** Returns the vectors of the positions that are kept, one after the other. */
    private float[] joined(float[] flat, Batch<int[]> batch, int[] rows) {
        int width = model.config().width();
        int ofAnInput = flat.length / batch.size();
        int total = 0;
        for (int i = 0; i < batch.size(); i++) {
            total += rows[batch.from() + i] * width;
        }
        float[] joined = new float[total];
        int to = 0;
        for (int i = 0; i < batch.size(); i++) {
            int count = rows[batch.from() + i] * width;
            System.arraycopy(flat, i * ofAnInput, joined, to, count);
            to += count;
        }
        return joined;
    }

    private static void append(List<ActivationWriter> writers, List<float[]> values) {
        try {
            for (int site = 0; site < values.size(); site++) {
                writers.get(site).append(values.get(site));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
