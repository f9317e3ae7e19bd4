package org.inversionview.models.recipe;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.PyTorch;
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
}
