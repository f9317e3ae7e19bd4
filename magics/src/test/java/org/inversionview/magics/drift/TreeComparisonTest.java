package org.inversionview.magics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Drift drift(String recorded, String now) throws JsonProcessingException {
        return TreeComparison.of(
                JSON.readTree(recorded.replace('\'', '"')),
                JSON.readTree(now.replace('\'', '"')),
                new Rounding(1e-5, 1e-4));
    }

    @Test
    void the_same_is_no_drift() throws JsonProcessingException {
        Drift drift = drift("{'a': [1, 2.5], 'b': 'x'}", "{'b': 'x', 'a': [1, 2.5]}");
        assertThat(drift.isNone()).isTrue();
        assertThat(drift.numbers()).isEqualTo(2);
        assertThat(drift.largest()).isEmpty();
    }

    @Test
    void rounding_is_told_with_the_largest_differences_and_where_they_are() throws JsonProcessingException {
        Drift drift = drift("{'a': [1.0, 200.0], 'b': 0.001}", "{'a': [1.00001, 200.001], 'b': 0.001009}");
        assertThat(drift.isNone()).isFalse();
        assertThat(drift.isRounding()).isTrue();
        assertThat(drift.differing()).isEqualTo(3);
        Drift.Largest largest = drift.largest().orElseThrow();
        assertThat(largest.absolute().path()).isEqualTo("a[1]");
        assertThat(largest.relative().path()).isEqualTo("b");
    }

    @Test
    void a_count_or_a_text_has_no_rounding() throws JsonProcessingException {
        Drift drift = drift("{'n': 100000, 't': 'x'}", "{'n': 100001, 't': 'y'}");
        assertThat(drift.isRounding()).isFalse();
        assertThat(drift.values()).extracting(Difference::path).containsExactly("n", "t");
    }

    @Test
    void what_one_of_them_lacks_is_a_difference() throws JsonProcessingException {
        assertThat(drift("{'a': 1}", "{'b': 2}").values())
                .extracting(Difference::path, Difference::recorded, Difference::now)
                .containsExactly(tuple("a", "1", "nothing"), tuple("b", "nothing", "2"));
        assertThat(drift("{'a': [1, 2]}", "{'a': [1]}").values())
                .extracting(Difference::recorded)
                .containsExactly("2 entries");
        assertThat(drift("{'a': 1.5}", "{'a': 'NaN'}").isRounding()).isFalse();
    }

    @Test
    void inputs_are_compared_by_their_text_as_rounding_may_change_their_order() throws JsonProcessingException {
        String one = "{'text': 'x', 'd': 0.1}";
        String other = "{'text': 'y', 'd': 0.1000001}";
        assertThat(drift("[%s, %s]".formatted(one, other), "[%s, %s]".formatted(other, one))
                        .isNone())
                .isTrue();
        assertThat(drift("[%s, %s]".formatted(one, other), "[%s, %s]".formatted(other, other))
                        .isRounding())
                .isFalse();
    }

    @Test
    void weights_device_and_versions_are_reasons_and_time_is_nothing() throws JsonProcessingException {
        Drift drift = drift(
                "{'seconds': 1.0, 'provenance': {'device': 'cpu', 'versions': {'java': '17'}, 'asked': ['%a']}}",
                "{'seconds': 2.0, 'provenance': {'device': 'gpu0', 'versions': {'java': '25'}, 'asked': []}}");
        assertThat(drift.isNone()).isTrue();
        assertThat(drift.reasons()).extracting(Difference::path).containsExactly("device", "versions java");
    }

    @Test
    void an_option_that_differs_is_a_reason_and_a_difference_and_one_that_does_not_is_none()
            throws JsonProcessingException {
        Drift drift = drift("{'settings': {'epsilon': 0.1, 'seed': 0}}", "{'settings': {'epsilon': 0.2, 'seed': 0.0}}");
        assertThat(drift.reasons()).extracting(Difference::path).containsExactly("option epsilon");
        assertThat(drift.values()).extracting(Difference::path).containsExactly("settings.epsilon");
    }

    @Test
    void many_differences_are_counted_and_the_first_are_kept() throws JsonProcessingException {
        StringBuilder zeros = new StringBuilder("[0");
        StringBuilder ones = new StringBuilder("[1");
        for (int i = 1; i < 1_000; i++) {
            zeros.append(",0");
            ones.append(",1");
        }
        Drift drift = drift(zeros + "]", ones + "]");
        assertThat(drift.beyond()).isEqualTo(1_000);
        assertThat(drift.values()).hasSize(100);
    }
}
