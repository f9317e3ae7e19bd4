package org.inversionview.models.recipe;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** Returns what the engine computes on. */
    static String device() {
        Engine engine = Engine.getInstance();
        return "%s, %d threads, PyTorch %s"
                .formatted(
                        engine.defaultDevice().isGpu() ? "GPU" : "CPU",
                        Integer.getInteger(
                                "ai.djl.pytorch.num_threads",
                                Runtime.getRuntime().availableProcessors()),
                        engine.getVersion());
    }
}
