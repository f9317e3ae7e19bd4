package org.inversionview.models.decoder;

import static org.inversionview.models.weights.WeightFile.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.engine.MemoryBudget;
import org.inversionview.models.engine.SideBySide;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.tokens.Vocabulary;

/**
 * A decoder whose network was trained, with what it knows of the sites. Close it: its manager goes, and the weights if they
 * are that manager's.
 *
 * @param manager where it works; owns the weights, or a sub-manager where they belong to a training that goes on
 */
public record TrainedDecoder(
        NDManager manager, ConditionalDecoder network, SiteStatistics statistics, Vocabulary vocabulary)
        implements Decoder, AutoCloseable {

    private static final String MEANS = "statistics.means";
    private static final String DEVIATIONS = "statistics.deviations";

    /** Returns the shape of every array of a decoder's weight file by name: its parameters and its statistics. */
    public static Map<String, Shape> shapes(DecoderConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>(config.shapes());
        shapes.put(MEANS, new Shape(config.sites().size(), config.activationWidth()));
        shapes.put(DEVIATIONS, new Shape(config.sites().size()));
        return shapes;
    }

    /** Returns the decoder whose parameters and statistics are found in the arrays by name. */
    public static TrainedDecoder of(
            NDManager manager, DecoderConfig config, Map<String, NDArray> arrays, Vocabulary vocabulary) {
        shapes(config).forEach((name, shape) -> require(arrays, name, shape));
        int width = config.activationWidth();
        float[] flat =
                require(arrays, MEANS, new Shape(config.sites().size(), width)).toFloatArray();
        float[] deviations =
                require(arrays, DEVIATIONS, new Shape(config.sites().size())).toFloatArray();
        float[][] means = new float[config.sites().size()][width];
        for (int site = 0; site < means.length; site++) {
            System.arraycopy(flat, site * width, means[site], 0, width);
        }
        return new TrainedDecoder(
                manager,
                new ConditionalDecoder(manager, config, arrays),
                new SiteStatistics(means, deviations),
                vocabulary);
    }

    /** Returns all arrays that make up a decoder's weight file, named, in the given manager. */
    public static NDList arrays(NDManager manager, Map<String, NDArray> parameters, SiteStatistics statistics) {
        NDList arrays = new NDList();
        parameters.forEach((name, array) -> arrays.add(named(name, array)));
        arrays.add(named(MEANS, manager.create(statistics.means())));
        arrays.add(named(DEVIATIONS, manager.create(statistics.deviations())));
        return arrays;
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    @Override
    public DecoderShape shape() {
        DecoderConfig config = network.config();
        return new DecoderShape(
                config.sites(), config.activationWidth(), config.transformer().positions(), config.bytesOfSample());
    }

    @Override
    public List<int[]> sample(SampleRequest request, RandomGenerator random) {
        DecoderSampler sampler = new DecoderSampler(network, statistics, vocabulary);
        UniformNumbers uniform = new UniformNumbers(random, request.rows());
        return SideBySide.compute(manager.getDevice(), request.rows(), (from, to) -> {
            try (NDManager scratch = manager.newSubManager()) {
                return sampler.sample(scratch, request.rows(from, to), position -> uniform.at(position, from, to));
            }
        });
    }

    @Override
    public float[][] logProbabilities(List<int[]> inputs, SampleRequest request) {
        float[][] all = new float[inputs.size()][];
        new WorkRunner(MemoryBudget.of(manager.getDevice()))
                .runToEnd(
                        IntStream.range(0, all.length).boxed().toList(),
                        network.config().bytesOfRun(),
                        batch -> {
                            int from = batch.from();
                            int to = from + batch.size();
                            return logProbabilitiesOfBatch(inputs.subList(from, to), request.rows(from, to));
                        },
                        (batch, rows) -> System.arraycopy(rows, 0, all, batch.from(), rows.length));
        return all;
    }

    private float[][] logProbabilitiesOfBatch(List<int[]> inputs, SampleRequest request) {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            GivenInputs given = GivenInputs.of(scratch, inputs, vocabulary.pad());
            int[] sites = request.sites();
            NDArray z = statistics.normalised(scratch, request.activations(), sites);
            NDArray inverse = scratch.create(request.inverseTemperatures(), new Shape(inputs.size(), 1, 1));
            return given.logProbabilities(
                    network.logits(z, sites, given.tokens()).mul(inverse));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
