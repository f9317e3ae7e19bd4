package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTest {

    private final ThreeDigitAddition task = new ThreeDigitAddition();

    @Test
    void a_quarter_is_held_out_whatever_the_last_digit_is() {
        int[] all = new int[10];
        int[] heldOut = new int[10];
        for (int first = 100; first < 1000; first += 3) {
            for (int second = 100; second < 1000; second += 7) {
                int digit = (first + second) % 10;
                all[digit]++;
                heldOut[digit] += HeldOut.contains(task.sum(first, second)) ? 1 : 0;
            }
        }
        for (int digit = 0; digit < 10; digit++) { // 3,870 inputs each: 0.02 is three standard deviations
            assertThat((double) heldOut[digit] / all[digit]).isCloseTo(0.25, within(0.021));
        }
    }

    @Test
    void what_is_sampled_is_held_out_or_not_as_asked() {
        RandomGenerator random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            assertThat(HeldOut.contains(HeldOut.sample(task, true, random))).isTrue();
            assertThat(HeldOut.contains(HeldOut.sample(task, false, random))).isFalse();
        }
    }

    /** Computed apart from this code; they may never change, or shipped models were trained on what tests them. */
    @ParameterizedTest
    @CsvSource({
        "237+682=919, false",
        "967+921=1888, true",
        "882+164=1046, true",
        "361+220=581, true",
        "607+879=1486, false",
        "560+583=1143, false",
        "767+488=1255, false",
        "907+314=1221, false",
        "196+599=795, false",
        "372+838=1210, true",
        "122+126=248, true",
        "109+490=599, true"
    })
    void the_choice_is_the_same_for_ever(String text, boolean heldOut) {
        assertThat(HeldOut.contains(task.parse(text))).isEqualTo(heldOut);
    }
}
