package org.inversionview.models.probed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.MemoryBudget;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.hooks.Tap;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.Transformer;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerWeights;

/**
 * The model whose activations are asked about: runs to the logits, with a cache of chosen sites, with hooks.
 *
 * <p>Inputs are token ids that begin with BOS; rows of a batch may differ in length. Owns its weights: close it.
 */
public final class ProbedModel implements AutoCloseable {

    /** About how many arrays as wide as its MLP a block holds while it is run. */
    private static final int ARRAYS_OF_A_BLOCK = 10;

    private final NDManager manager;
    private final TransformerConfig config;
    private final TransformerWeights weights;
    private final Transformer transformer;
    private final Task task;

    /**
     * Wraps weights that are already in place.
     *
     * @param manager owns the weights; closed with the model
     */
    public ProbedModel(NDManager manager, TransformerConfig config, TransformerWeights weights, Task task) {
        if (config.vocabulary() < task.vocabulary().known()) {
            throw new InvalidRequestException(
                    "task",
                    task.name(),
                    "it needs %s tokens, the model has %s: choose another task"
                            .formatted(task.vocabulary().known(), config.vocabulary()));
        }
        this.manager = manager;
        this.config = config;
        this.weights = weights;
        this.transformer = new Transformer(config, weights);
        this.task = task;
    }

    public TransformerConfig config() {
        return config;
    }

    public Task task() {
        return task;
    }

    TransformerWeights weights() {
        return weights;
    }

    Transformer transformer() {
        return transformer;
    }

    /** Returns the manager that owns the weights: make a sub-manager of it for a run. */
    public NDManager manager() {
        return manager;
    }

    /** Returns the sites that hold one vector a position, in the order of the computation. */
    public List<ActivationSite> sites() {
        return sites(config);
    }

    /** Returns the sites of a model of a shape, as above. */
    public static List<ActivationSite> sites(TransformerConfig config) {
        List<ActivationSite> sites = new ArrayList<>();
        sites.add(ActivationSite.residPre(0));
        for (int layer = 0; layer < config.layers(); layer++) {
            for (int head = 0; head < config.heads(); head++) {
                sites.add(ActivationSite.headResult(layer, head));
            }
            sites.add(ActivationSite.residMid(layer));
            sites.add(ActivationSite.mlpOut(layer));
            sites.add(ActivationSite.residPost(layer));
        }
        return sites;
    }

    /**
     * Runs to the logits and returns them, (B, T, V), in the tokens' manager.
     *
     * @param tokens (B, T) ids, int64; see {@link #batch}
     * @param cache the sites to keep, filled by the run
     */
    public NDArray run(NDArray tokens, Hooks hooks, ActivationCache cache) {
        requireSites(hooks.sites());
        requireSites(cache.wanted());
        return transformer
                .run(tokens, new Tap(hooks, cache, false), Context.NONE)
                .orElseThrow();
    }

    /** Runs no further than the cache needs: what follows the last site asked for is not computed. */
    public void runUntilFull(NDArray tokens, Hooks hooks, ActivationCache cache) {
        requireSites(hooks.sites());
        requireSites(cache.wanted());
        transformer.run(tokens, new Tap(hooks, cache, true), Context.NONE);
    }

    /**
     * Returns the site if the model has it.
     *
     * @throws InvalidRequestException saying which layers or heads there are
     */
    public ActivationSite require(ActivationSite site) {
        if (site.layer() >= config.layers()) {
            throw new InvalidRequestException(
                    "block", site.layer(), "this model has blocks 0 to %s".formatted(config.layers() - 1));
        }
        if (site.head() >= config.heads()) {
            throw new InvalidRequestException(
                    "head",
                    site.head(),
                    "block %s of this model has heads 0 to %s".formatted(site.layer(), config.heads() - 1));
        }
        return site;
    }

    private void requireSites(Set<ActivationSite> sites) {
        sites.forEach(this::require);
    }

    /** Returns inputs as one array (B, longest), int64, padded on the right. */
    public NDArray batch(NDManager scratch, List<int[]> inputs) {
        int longest = longest(inputs);
        if (longest > config.positions()) {
            throw new InvalidRequestException(
                    "input",
                    "of %s tokens".formatted(longest),
                    "this model reads at most %s".formatted(config.positions()));
        }
        long[] ids = new long[inputs.size() * longest];
        Arrays.fill(ids, known(task.vocabulary().pad()));
        for (int row = 0; row < inputs.size(); row++) {
            int[] input = inputs.get(row);
            for (int position = 0; position < input.length; position++) {
                ids[row * longest + position] = known(input[position]);
            }
        }
        return scratch.create(ids, new Shape(inputs.size(), longest));
    }

    /** EOS and padding that only decoders know stand after all that counts: any token may take their place. */
    private int known(int token) {
        return token < config.vocabulary() ? token : task.vocabulary().bos();
    }

    /**
     * Returns the activations of one site for every input: [input][position][D], without padding.
     *
     * @throws InvalidRequestException if the site does not hold one vector of width D a position
     */
    public float[][][] activations(ActivationSite site, List<int[]> inputs) {
        requireVectors(site);
        float[][][] all = new float[inputs.size()][][];
        runner().runToEnd(
                        inputs,
                        bytesOfRun(longest(inputs), 1),
                        batch -> vectors(site, batch),
                        (batch, flat) -> unpack(flat, batch.items(), all, batch.from()));
        return all;
    }

    private float[] vectors(ActivationSite site, Batch<int[]> inputs) {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(Set.of(site));
            runUntilFull(batch(scratch, inputs.items()), Hooks.NONE, cache);
            return cache.get(site).toFloatArray();
        }
    }

    /** Returns the device that it is on, as {@link Devices#named} reads it. */
    public String device() {
        return Devices.label(manager.getDevice());
    }

    /** Returns what runs work on many inputs in batches that fit onto the model's device. */
    public WorkRunner runner() {
        return new WorkRunner(MemoryBudget.of(manager.getDevice()));
    }

    /** Returns about how many bytes the run of one input of a length takes while it lasts. */
    public long bytesOfRun(int length) {
        return (long) ARRAYS_OF_A_BLOCK * Float.BYTES * length * config.mlpWidth();
    }

    /** Returns about how many bytes it takes where the activations of so many sites are kept. */
    public long bytesOfRun(int length, long sites) {
        return bytesOfRun(length) + sites * bytesOfVectors(length);
    }

    /** Returns the bytes of one site's activations in an input of a length. */
    long bytesOfVectors(int length) {
        return (long) Float.BYTES * length * config.width();
    }

    /** Returns the bytes of the logits after one position. */
    public long bytesOfLogits() {
        return (long) Float.BYTES * config.vocabulary();
    }

    private static int longest(List<int[]> inputs) {
        return inputs.stream().mapToInt(input -> input.length).max().orElse(1);
    }

    private void requireVectors(ActivationSite site) {
        ActivationSite.Kind kind = site.kind();
        if (kind == ActivationSite.Kind.PATTERN || kind == ActivationSite.Kind.LOGITS) {
            throw new InvalidRequestException(
                    "site",
                    site,
                    "it holds no vector of width %s a position: it is the %s"
                            .formatted(config.width(), kind.description()));
        }
    }

    private void unpack(float[] flat, List<int[]> rows, float[][][] all, int from) {
        int width = config.width();
        int longest = flat.length / width / rows.size();
        for (int row = 0; row < rows.size(); row++) {
            float[][] vectors = new float[rows.get(row).length][];
            for (int position = 0; position < vectors.length; position++) {
                int start = (row * longest + position) * width;
                vectors[position] = Arrays.copyOfRange(flat, start, start + width);
            }
            all[from + row] = vectors;
        }
    }

    /** Returns the log-probabilities of the next token after every position of an input: [position][V]. */
    public float[][] logProbabilities(int[] input) {
        float[] flat;
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray tokens = batch(scratch, List.of(input));
            flat = run(tokens, Hooks.NONE, new ActivationCache(Set.of()))
                    .logSoftmax(-1)
                    .toFloatArray();
        }
        float[][] rows = new float[input.length][];
        for (int position = 0; position < rows.length; position++) {
            rows[position] =
                    Arrays.copyOfRange(flat, position * config.vocabulary(), (position + 1) * config.vocabulary());
        }
        return rows;
    }

    /**
     * Returns a head's attention pattern in one input: [from position][to position], rows sum to 1.
     *
     * @throws InvalidRequestException if the model has no such head
     */
    public float[][] attention(int layer, int head, int[] input) {
        require(ActivationSite.headResult(layer, head));
        ActivationSite site = ActivationSite.ofBlock(ActivationSite.Kind.PATTERN, layer);
        float[] flat;
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(Set.of(site));
            runUntilFull(batch(scratch, List.of(input)), Hooks.NONE, cache);
            flat = Torch.slice(cache.get(site), 1, head, head + 1).toFloatArray();
        }
        float[][] rows = new float[input.length][];
        for (int from = 0; from < rows.length; from++) {
            rows[from] = Arrays.copyOfRange(flat, from * input.length, (from + 1) * input.length);
        }
        return rows;
    }

    /** Returns how many native arrays the model and its runs hold: the same before and after a call. */
    public int nativeArrays() {
        return manager.getManagedArrays().size();
    }

    /** Returns one input's activations at several sites: site → [position][D]. */
    public Map<ActivationSite, float[][]> activations(List<ActivationSite> sites, int[] input) {
        sites.forEach(this::requireVectors);
        Map<ActivationSite, float[][]> found = new LinkedHashMap<>();
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            ActivationCache cache = new ActivationCache(new HashSet<>(sites));
            runUntilFull(batch(scratch, List.of(input)), Hooks.NONE, cache);
            for (ActivationSite site : sites) {
                float[][][] one = new float[1][][];
                unpack(cache.get(site).toFloatArray(), List.of(input), one, 0);
                found.put(site, one[0]);
            }
        }
        return found;
    }

    @Override
    public void close() {
        manager.close();
    }
}
