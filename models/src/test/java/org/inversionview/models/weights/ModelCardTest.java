package org.inversionview.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    @Test
    void keeps_what_it_was_given_in_its_order() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("steps", 3);
        plan.put("batch", 8);
        ModelCard.Training training = new ModelCard.Training("train", plan, 1, "CPU", null);
        plan.put("steps", 4);
        plan.put("another", 1);
        assertThat(training.plan()).containsExactly(Map.entry("steps", 3), Map.entry("batch", 8));
        assertThatThrownBy(() -> training.plan().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_site_s_quality_is_not_changed_from_outside() {
        Map<String, Double> byPosition = new HashMap<>(Map.of("A1", 0.5));
        ModelCard.SiteQuality site = new ModelCard.SiteQuality(0.5, List.of(0.4, 0.6), 10, byPosition, 1, null);
        byPosition.clear();
        assertThat(site.byPosition()).containsEntry("A1", 0.5);
    }
}
