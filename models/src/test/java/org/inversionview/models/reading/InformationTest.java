package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InformationTest {

    /** By hand: log2 8; 0.75 log2 1.5 + 0.25 log2 0.5 = 0.4387 − 0.25; nothing where it is no more than chance. */
    @ParameterizedTest
    @CsvSource({"1, 0.125, 3", "0.75, 0.5, 0.1887", "0.5, 0.5, 0", "0.1, 0.5, 0", "1, 1, 0", "0, 0, 0"})
    void is_what_a_member_says_beyond_chance_in_bits(double share, double base, double bits) {
        assertThat(Information.bits(share, base)).isCloseTo(bits, within(1e-4));
    }
}
