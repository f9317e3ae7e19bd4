package org.inversionview.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.Progress;

/**
 * Examples for a decoder of which many come from one run of the probed model, at positions that count: made in blocks as a training
 * proceeds, kept in a folder up to a bound, and from then on read again in turn.
 *
 * <p>A block holds 64 MB at most, and two at a time are mapped into memory. Every input of it gives 16 examples, at sites drawn
 * alike often; a step's batch is chosen from one block, by the shares, so rare sites are drawn as often as others. Which block a
 * step has depends on the step, and what a block holds on its number and the seed.
 */
public final class BoundedExamples implements WeightedExamples {

    private static final long MOST_OF_A_BLOCK = 64L << 20;
    private static final int MOST_INPUTS = 4096;

    /** So that a small bound, too, has more than one. */
    private static final int FEWEST_BLOCKS = 4;

    private final ExampleBlocks blocks;
    private final SiteSurvey survey;
    private final ExampleDraws draws;
    private final BosAttention bos;
    private final Sizes sizes;
    private final long steps;
    private final Progress.Listener listener;
    private final Map<Long, ExampleBlock> loaded = new ConcurrentHashMap<>();
    private double secondsOfMaking;
    private int made;

    /**
     * Where blocks are kept.
     *
     * @param files made when needed
     * @param bytes that it holds at most
     * @param model SHA-256 of the probed model's weights
     * @param seed of the blocks
     */
    public record Place(Path files, long bytes, String model, long seed) {

        ActivationFolder folder() {
            return new ActivationFolder(files, bytes);
        }

        /** Returns how many bytes are kept. */
        public long used() throws IOException {
            long bytes = 0;
            if (Files.isDirectory(files)) {
                try (Stream<Path> all = Files.list(files)) {
                    for (Path file : all.toList()) {
                        bytes += Files.size(file);
                    }
                }
            }
            return bytes;
        }

        /** Removes what is kept. */
        public void delete() throws IOException {
            if (Files.isDirectory(files)) {
                try (Stream<Path> all = Files.list(files)) {
                    for (Path file : all.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(files);
            }
        }
    }

    /**
     * How examples are cut into blocks.
     *
     * @param inputs of a block
     * @param blocks that are kept
     * @param stepsOfBlock steps one after the other that choose from the same block
     */
    record Sizes(int inputs, long blocks, long stepsOfBlock) {

        static Sizes of(long bytes, int width, int batch) {
            long ofInput = (long) ExampleBlock.PER_INPUT * Float.BYTES * (1 + width);
            long least = FEWEST_BLOCKS * ofInput;
            if (bytes < least) {
                throw new InvalidRequestException(
                        "activation cache",
                        bytes,
                        String.format(Locale.ROOT, "it must be %,d bytes at least, or 0 for none", least));
            }
            long ofBlock = Math.min(MOST_OF_A_BLOCK, bytes / FEWEST_BLOCKS);
            int inputs = (int) Math.min(MOST_INPUTS, ofBlock / ofInput);
            return new Sizes(
                    inputs,
                    bytes / (inputs * ofInput + Long.BYTES),
                    Math.max(1, (long) inputs * ExampleBlock.PER_INPUT / batch));
        }

        long block(long step) {
            return step / stepsOfBlock % blocks;
        }
    }

    /**
     * Prepares examples.
     *
     * @param survey of the sites
     * @param batch of a step
     * @param steps of the training
     * @param listener hears how far a block is that a step waits for
     */
    public BoundedExamples(
            ProbedModel model, SiteSurvey survey, Place place, int batch, long steps, Progress.Listener listener) {
        List<ActivationSite> sites = survey.sites();
        this.survey = survey;
        this.bos = survey.bos();
        this.sizes = Sizes.of(place.bytes(), model.config().width(), batch);
        this.blocks = new ExampleBlocks(model, sites, bos, place, sizes.inputs());
        this.draws = new ExampleDraws(model.task(), sites.size(), false);
        this.steps = steps;
        this.listener = listener;
    }

    /** Returns about how many bytes a training's blocks take at most. */
    public static long bytes(long bound, int width, int batch, long steps) {
        Sizes sizes = Sizes.of(bound, width, batch);
        long ofBlock = (long) sizes.inputs() * ExampleBlock.PER_INPUT * Float.BYTES * (1 + width);
        return ofBlock * Math.min(sizes.blocks(), 1 + (steps - 1) / sizes.stepsOfBlock());
    }

    @Override
    public List<String> kinds() {
        return draws.kinds();
    }

    @Override
    public void setShares(float[] ofCells) {
        draws.setShares(ofCells);
    }

    @Override
    public boolean prepare(long step) {
        long now = sizes.block(step);
        long next = sizes.block(Math.min(step + 1, steps - 1));
        loaded.keySet().removeIf(number -> number != now && number != next);
        return load(now, step) && load(next, step);
    }

    private boolean load(long number, long step) {
        if (loaded.containsKey(number)) {
            return true;
        }
        long start = System.nanoTime();
        try {
            Optional<ExampleBlock> block = blocks.block(
                    number,
                    work -> listener.on(Progress.preparing(step, steps, "computing activations to be kept", work)));
            block.ifPresent(it -> loaded.put(number, it));
            secondsOfMaking += (System.nanoTime() - start) / 1e9;
            made++;
            return block.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many steps a second are made where blocks are made, too. */
    public double paceWithMaking(double stepsASecond) {
        return 1 / (1 / stepsASecond + secondsOfMaking / Math.max(1, made) / sizes.stepsOfBlock());
    }

    @Override
    public Chosen choose(long step, int size, RandomGenerator random) {
        ExampleBlock block = loaded.get(sizes.block(step));
        if (block == null) {
            throw new IllegalStateException("step %s was not made ready".formatted(step));
        }
        if (block.isEmpty()) {
            throw new InvalidRequestException(
                    "BOS attention", bos.most(), "a whole block of examples has no position that counts: give more");
        }
        int[] ascending = draws.sites(size, block::has, random);
        List<int[]> inputs = new ArrayList<>(size);
        int[] positions = new int[size];
        List<float[]> known = new ArrayList<>(size);
        for (int row = 0; row < size; row++) {
            if (random.nextDouble() < ProbedActivations.BOS_SHARE) {
                inputs.add(block.anyInput(random)); // BOS, the first position, sees nothing of what follows it
                known.add(survey.ofBos(ascending[row]));
            } else {
                int example = block.draw(ascending[row], draws, random);
                inputs.add(block.input(example));
                positions[row] = block.position(example);
                known.add(block.activation(example));
            }
        }
        return new Chosen(inputs, ascending, positions, known);
    }

    @Override
    public NDArray activations(Chosen chosen, NDManager scratch) {
        int width = chosen.known().get(0).length;
        float[] flat = new float[chosen.known().size() * width];
        for (int row = 0; row < chosen.known().size(); row++) {
            System.arraycopy(chosen.known().get(row), 0, flat, row * width, width);
        }
        return Torch.create(scratch, flat, new Shape(chosen.known().size(), width));
    }
}
