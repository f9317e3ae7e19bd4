package org.inversionview.models.decoder;

import static org.inversionview.models.weights.WeightFile.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/**
 * A decoder ready for use: its network and what it knows of the sites. Owns its weights: close it.
 *
 * @param manager owns the weights
 */
public record TrainedDecoder(NDManager manager, ConditionalDecoder network, SiteStatistics statistics)
        implements AutoCloseable {

    private static final String MEANS = "statistics.means";
    private static final String DEVIATIONS = "statistics.deviations";

    /** Returns the decoder whose parameters and statistics are found in the arrays by name. */
    public static TrainedDecoder of(NDManager manager, DecoderConfig config, Map<String, NDArray> arrays) {
        config.shapes().forEach((name, shape) -> require(arrays, name, shape));
        int width = config.activationWidth();
        float[] flat = require(arrays, MEANS, new Shape(config.sites(), width)).toFloatArray();
        float[] deviations =
                require(arrays, DEVIATIONS, new Shape(config.sites())).toFloatArray();
        float[][] means = new float[config.sites()][width];
        for (int site = 0; site < means.length; site++) {
            System.arraycopy(flat, site * width, means[site], 0, width);
        }
        return new TrainedDecoder(
                manager, new ConditionalDecoder(config, arrays), new SiteStatistics(means, deviations));
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
    public void close() {
        manager.close();
    }
}
