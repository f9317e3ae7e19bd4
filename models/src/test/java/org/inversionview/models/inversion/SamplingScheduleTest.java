package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.inversionview.models.inversion.SamplingSchedule.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingScheduleTest {

    @Test
    void auto_is_the_paper_s_schedule() {
        assertThat(SamplingSchedule.parse("auto")).isEqualTo(SamplingSchedule.AUTO);
        assertThat(SamplingSchedule.parse("AUTO")).isEqualTo(SamplingSchedule.AUTO);
        assertThat(SamplingSchedule.AUTO).hasToString("0.5,1,2,2+0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5,1,2,2+0.1", "0.25+0.05", "10,1+2", "0.5+cosine,2+0.1"})
    void what_is_printed_can_be_read_again(String text) {
        assertThat(SamplingSchedule.parse(text)).hasToString(text);
    }

    @Test
    void a_setting_is_a_temperature_and_its_noise() {
        assertThat(SamplingSchedule.parse("0.5,2+0.1").settings())
                .containsExactly(new Setting(0.5, 0), new Setting(2, 0.1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "warm",
                "1,",
                ",1",
                "1,,2",
                "1+",
                "+1",
                "1+0.1+5",
                "1;2",
                "1+cosines",
                "1+cosine+0.1",
                "cosine,1"
            })
    void rejects_what_is_no_schedule(String text) {
        assertThatThrownBy(() -> SamplingSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schedule")
                .hasMessageEndingWith(text + ": write auto, cosine, or temperatures with noise such as 0.5,1,2,2+0.1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void rejects_a_temperature_that_is_not_above_zero(double temperature) {
        assertThatThrownBy(() -> new Setting(temperature, 0))
                .hasMessage("temperature %s: it must be above 0".formatted(temperature));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void rejects_negative_noise(double noise) {
        assertThatThrownBy(() -> new Setting(1, noise)).hasMessage("noise %s: it must be 0 or above".formatted(noise));
    }

    @Test
    void cosine_is_the_paper_s_schedule_for_facts() {
        assertThat(SamplingSchedule.parse("cosine")).isEqualTo(SamplingSchedule.COSINE);
        assertThat(SamplingSchedule.COSINE).hasToString("0.5+cosine,1+cosine");
        assertThat(SamplingSchedule.parse("1+cosine").settings()).containsExactly(Setting.turned(1));
        assertThatThrownBy(() -> new Setting(1, 0.1, true))
                .hasMessageStartingWith("noise 0.1: an activation that is turned");
    }

    @Test
    void rejects_an_empty_schedule() {
        assertThatThrownBy(() -> new SamplingSchedule(List.of()))
                .hasMessage("schedule: it needs at least one setting, such as 1 or 0.5,1,2+0.1");
    }

    @Test
    void settings_share_the_proposals_equally() {
        int[] settings = SamplingSchedule.AUTO.settingOfRow(1024);
        for (int setting = 0; setting < 4; setting++) {
            int own = setting;
            assertThat(Arrays.stream(settings).filter(s -> s == own).count()).isEqualTo(256);
        }
        assertThat(SamplingSchedule.AUTO.settingOfRow(6)).containsExactlyInAnyOrder(0, 1, 2, 3, 0, 1);
    }
}
