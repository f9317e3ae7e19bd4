package org.inversionview.models.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final WorkItem SLOW = new WorkItem(Measure.COVERAGE, "a0.0", 0, 10);
    private static final WorkItem SLOW_REST = new WorkItem(Measure.COVERAGE, "a0.0", 10, 12);
    private static final WorkItem QUICK = new WorkItem(Measure.INSPECT, "a0.0", 0, 10);

    @Test
    void nothing_is_known_before_the_first_item() {
        assertThat(new TimeLeft(List.of(SLOW, QUICK)).share()).isZero();
    }

    @Test
    void what_is_left_costs_what_its_own_measure_did() {
        TimeLeft time = new TimeLeft(List.of(SLOW, SLOW_REST, QUICK));
        time.done(QUICK, 1);
        assertThat(time.share()).isCloseTo(1 / (1 + 1.2), within(1e-12)); // nothing is known of the slow ones
        time.done(SLOW, 100);
        assertThat(time.share()).isCloseTo(101 / (101 + 20.0), within(1e-12));
        time.done(SLOW_REST, 20);
        assertThat(time.share()).isEqualTo(1);
    }
}
