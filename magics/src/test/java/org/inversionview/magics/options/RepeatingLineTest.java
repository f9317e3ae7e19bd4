package org.inversionview.magics.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatingLineTest {

    @Test
    void joins_what_was_called_and_its_arguments() {
        assertThat(RepeatingLine.of("%train", List.of("probed", "task=copy", "steps=6")))
                .isEqualTo("%train probed task=copy steps=6");
    }

    @ParameterizedTest
    @CsvSource({
        "out=/home/ann/my-model, out=my-model",
        "/home/ann/my-model/, my-model",
        "--out=/srv/x/../my-model, --out=my-model",
        "out=../../ann/my-model, out=my-model",
        "model=~/my-model, model=my-model",
        "start-from=/home/ann/first/decoder.safetensors, start-from=first/decoder.safetensors",
        "/decoder.safetensors, decoder.safetensors",
        "out=/, out=''"
    })
    void a_place_on_this_machine_is_cut_down_to_its_name(String written, String kept) {
        assertThat(RepeatingLine.of("%train", List.of(written))).isEqualTo("%train " + kept.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "out=trained/copy",
        "model=gpt2",
        "model=openai-community/gpt2",
        "start-from=first/decoder.safetensors",
        "minutes=1.5",
        "--steps",
        "model=..."
    })
    void what_is_no_place_of_a_machine_stays(String written) {
        assertThat(RepeatingLine.of("%train", List.of(written))).isEqualTo("%train " + written);
    }
}
