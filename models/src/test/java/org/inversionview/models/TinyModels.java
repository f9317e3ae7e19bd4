package org.inversionview.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.decoder.ConditionalDecoder;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.transformer.TransformerWeights;

/** Models small enough for a test: random weights of a fixed seed, none of them zero, over the addition vocabulary. */
public final class TinyModels {

    public static final ThreeDigitAddition TASK = new ThreeDigitAddition();

    /** Two blocks of two heads, width 8. */
    public static final TransformerConfig PROBED =
            new TransformerConfig(15, 14, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW);

    /** Two blocks of two heads, width 16. */
    private static final TransformerConfig DECODER =
            new TransformerConfig(15, 14, 16, 2, 2, 32, 1e-5f, Activation.RELU);

    private TinyModels() {}

    /** Returns the shape of a decoder for the first sites of {@link #PROBED}. */
    public static DecoderConfig decoderConfig(int sites) {
        return new DecoderConfig(DECODER, sites().subList(0, sites), PROBED.width(), 12, 1, 3);
    }

    /** Returns the sites of {@link #PROBED}. */
    public static List<ActivationSite> sites() {
        return ProbedModel.sites(PROBED);
    }

    /** Returns random values for parameters of these shapes: gains around 1, everything else around 0. */
    public static Map<String, float[]> values(Map<String, Shape> shapes, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            boolean gain = shape.dimension() == 1 && name.endsWith(".weight");
            float[] own = new float[(int) shape.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) ((gain ? 1 : 0) + 0.4 * random.nextGaussian());
            }
            values.put(name, own);
        });
        return values;
    }

    /** Returns the same as arrays of a manager. */
    public static Map<String, NDArray> arrays(NDManager manager, Map<String, Shape> shapes, long seed) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        values(shapes, seed)
                .forEach(
                        (name, own) -> arrays.put(name, manager.create(own, Objects.requireNonNull(shapes.get(name)))));
        return arrays;
    }

    /** Returns a probed model of {@link #PROBED}'s shape. */
    public static ProbedModel probed(long seed) {
        return probed(TASK, PROBED, seed);
    }

    /** Returns a probed model for a task. */
    public static ProbedModel probed(Task task, TransformerConfig config, long seed) {
        NDManager manager = PyTorch.open(Device.cpu());
        Map<String, NDArray> arrays = arrays(manager, ParameterShapes.of(config), seed);
        return new ProbedModel(manager, config, TransformerWeights.named(manager, config, arrays), task);
    }

    /** Returns a decoder for that many sites, whose statistics are mean 0 and deviation 1. */
    public static TrainedDecoder decoder(int sites, long seed) {
        NDManager manager = PyTorch.open(Device.cpu());
        DecoderConfig config = decoderConfig(sites);
        float[] deviations = new float[sites];
        java.util.Arrays.fill(deviations, 1);
        return new TrainedDecoder(
                manager,
                new ConditionalDecoder(manager, config, arrays(manager, config.shapes(), seed)),
                new SiteStatistics(new float[sites][config.activationWidth()], deviations),
                TASK.vocabulary());
    }
}
