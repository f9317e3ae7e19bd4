package org.inversionview.models.inversion;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Seeds;
import org.inversionview.models.weights.WeightFile;

/**
 * Makes blocks of examples and finds those that were made before, a file each. A file's name is a hash of all that its numbers depend
 * on, the inputs too: one of another model, task, filter or seed is never taken for it, and a damaged one is made again.
 */
final class ExampleBlocks {

    private static final String FORMAT = "decoder examples 1";

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final BosAttention bos;
    private final BoundedExamples.Place place;
    private final int inputs;
    private final ExampleDraws draws;
    private final Set<String> used = new HashSet<>();

    /**
     * Prepares blocks.
     *
     * @param inputs of each
     */
    ExampleBlocks(
            ProbedModel model, List<ActivationSite> sites, BosAttention bos, BoundedExamples.Place place, int inputs) {
        this.model = model;
        this.sites = sites;
        this.bos = bos;
        this.place = place;
        this.inputs = inputs;
        this.draws = new ExampleDraws(model.task(), sites.size(), false);
    }

    /** What a block consists of before anything is computed, by its number alone. */
    private record Drawn(List<int[]> inputs, int[] sites, long seed) {}

    private Drawn drawn(long number) {
        RandomGenerator random = Seeds.ofStep(~place.seed(), number);
        long seed = random.nextLong();
        List<int[]> all = new ArrayList<>();
        int[] siteOfExample = new int[inputs * ExampleBlock.PER_INPUT];
        for (int input = 0; input < inputs; input++) {
            all.add(draws.input(random));
        }
        Arrays.setAll(siteOfExample, example -> random.nextInt(sites.size()));
        return new Drawn(all, siteOfExample, seed);
    }

    /** Returns a block, made if it is not at hand; nothing if the thread was interrupted meanwhile. */
    Optional<ExampleBlock> block(long number, ProgressListener listener) throws IOException {
        Drawn drawn = drawn(number);
        String key = key(drawn);
        long[] starts = {0, (long) drawn.sites().length * (1 + model.config().width())};
        try {
            Optional<List<FloatBuffer>> found = place.folder().read(key, starts);
            if (found.isEmpty()) {
                if (!made(drawn, key, starts, listener)) {
                    return Optional.empty();
                }
                found = place.folder().read(key, starts);
            }
            FloatBuffer rows = found.orElseThrow(() -> new IOException("%s was damaged while it was written"
                            .formatted(place.folder().file(key))))
                    .get(0);
            return Optional.of(new ExampleBlock(drawn.inputs(), drawn.sites(), rows, sites.size(), draws));
        } catch (ClosedByInterruptException e) {
            return Optional.empty(); // the thread's interrupt, which is still set
        }
    }

    private boolean made(Drawn drawn, String key, long[] starts, ProgressListener listener) throws IOException {
        used.add(key);
        ExampleRun run = new ExampleRun(model, sites, bos);
        int done;
        try (ActivationWriter writer = place.folder().write(key, starts)) {
            List<IOException> failed = new ArrayList<>();
            done = model.runner()
                    .heardBy(listener)
                    .inSmallSteps()
                    .run(drawn.inputs(), run.bytes(), batch -> rows(run, batch, drawn), (batch, rows) -> {
                        try {
                            if (failed.isEmpty()) {
                                writer.append(rows);
                            }
                        } catch (IOException e) {
                            failed.add(e);
                        }
                    });
            if (!failed.isEmpty()) {
                throw failed.get(0);
            }
            if (done == inputs) {
                writer.done();
                place.folder().tidy(List.copyOf(used)); // what another training left, beyond the bound
            }
        }
        return done == inputs;
    }

    /** Returns [example · (1 + D)], the position and the activation of each example of a batch. */
    private float[] rows(ExampleRun run, Batch<int[]> batch, Drawn drawn) {
        int from = batch.from() * ExampleBlock.PER_INPUT;
        int[] own = Arrays.copyOfRange(drawn.sites(), from, from + batch.size() * ExampleBlock.PER_INPUT);
        ExampleRun.Taken taken = run.take(batch.items(), own, (row, at, counting) -> {
            int example = row * ExampleBlock.PER_INPUT + at;
            int site = own[example];
            return draws.position(
                    batch.items().get(row),
                    site,
                    position -> counting.counts(sites.get(site), row, position),
                    new SplittableRandom(drawn.seed() + from + example));
        });
        int width = model.config().width();
        float[] rows = new float[own.length * (1 + width)];
        for (int example = 0; example < own.length; example++) {
            rows[example * (1 + width)] = taken.positions()[example];
            System.arraycopy(taken.activations(), example * width, rows, example * (1 + width) + 1, width);
        }
        return rows;
    }

    private String key(Drawn drawn) throws IOException {
        return WeightFile.sha256(String.join(
                "\n",
                FORMAT,
                place.model(),
                model.device(),
                sites.stream().map(ActivationSite::fullName).collect(Collectors.joining(" ")),
                String.valueOf(bos.most()),
                String.valueOf(drawn.seed()),
                drawn.inputs().stream().map(Arrays::toString).collect(Collectors.joining())));
    }
}
