package org.inversionview.models.recipe;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.TrainingPlan;

/** Plans as a card spells them. */
final class Plans {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Plans() {}

    /** Returns every number of the plan by name, and more. */
    static Map<String, Object> describe(TrainingPlan plan, Map<String, ?> more) {
        Map<String, Object> all =
                new LinkedHashMap<>(MAPPER.convertValue(plan, new TypeReference<Map<String, Object>>() {}));
        all.putAll(more);
        return all;
    }

    /** Returns how many numbers parameters of these shapes have. */
    static long count(Map<String, Shape> shapes) {
        return shapes.values().stream().mapToLong(Shape::size).sum();
    }

    /** Returns what a training ran on, for the card. */
    static String device(Device device) {
        return "%s, PyTorch %s"
                .formatted(device.isGpu() ? Devices.model(device).orElse("GPU") : processor(), PyTorch.version());
    }

    private static String processor() {
        int threads = PyTorch.threads();
        return "CPU, %s %s".formatted(threads, threads == 1 ? "thread" : "threads");
    }

    /** Every number of a decoder's recipe, by name; and the sites, where they are not all. */
    static Map<String, Object> describe(DecoderRecipe recipe, ProbedModel model) {
        DecoderConfig config = recipe.config();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("same_token_attention", recipe.sameToken());
        more.put("rebalance", recipe.rebalance());
        more.put("measure_every", recipe.measureEvery());
        if (recipe.start() instanceof DecoderStart.PretrainedModel pretrained) {
            more.put("start", TrainingFolder.name(pretrained.folder()));
        }
        if (recipe.parts() > 1) {
            more.put("accumulate", recipe.parts());
        }
        if (!recipe.disturbance().equals(SamplingSchedule.PLAIN)) {
            more.put("schedule", recipe.disturbance().toString());
        }
        if (recipe.activationCache() > 0) {
            more.put("activation_cache", recipe.activationCache());
            more.put("bos_attention", recipe.evaluation().bos().most());
        }
        more.put("width", config.transformer().width());
        more.put("layers", config.transformer().layers());
        if (!config.sites().equals(model.sites())) {
            more.put(
                    "sites",
                    config.sites().stream().map(ActivationSite::shortName).collect(Collectors.joining(",")));
        }
        return describe(recipe.plan(), more);
    }
}
