package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Replay;
import org.inversionview.magics.result.Replayed.Verdict;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.result.Training;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of real runs, computed again by their own lines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayMagicTest {

    private static final String INSPECT = "inspect layer=1 head=2 pos=A1 n=64";

    private final MagicRuns runs = new MagicRuns();
    private final Magics magics = runs.magics();

    private Path folder = Path.of("");

    @BeforeAll
    void load(@TempDir Path temporary) {
        folder = temporary;
        magics.run("inspect", "site=a1.2 pos== match== n=64");
    }

    @AfterAll
    void close() {
        runs.close();
    }

    private Result result(String line) {
        return runs.result(line);
    }

    private Replay replay(String source) {
        return (Replay) magics.run("replay", source);
    }

    private String saved(Result result) {
        return result.save(folder.resolve("result.json").toString()).toString();
    }

    private String notebook(Result shown) throws IOException {
        Path file = folder.resolve("executed.ipynb");
        Map<String, Object> output =
                Map.of("output_type", "execute_result", "data", shown.bundle().data());
        Map<String, Object> cell = Map.of("cell_type", "code", "execution_count", 7, "outputs", List.of(output));
        new ObjectMapper().writeValue(file.toFile(), Map.of("nbformat", 4, "cells", List.of(cell)));
        return file.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query 615+861=",
                "inspect site=a1.2 pos== n=64 control=true",
                "inspect site=a1.2 pos== source=decoder,task draws=500 n=32",
                "inspect site=a1.1,a1.2 pos== n=16 show=2",
                "coverage site=a1.2 pos== draws=500 members=5 n=16",
                "distances site=a1.2 pos== 816+640= 100+200=",
                "explain site=a1.2 pos== draws=500",
                "explain draws=500",
                "explain site=a1.2 pos== draws=500 llm=prompt",
                "fcr site=a1.1,a1.2 pos== draws=500 queries=5",
                "study site=a1.2 pos== match== input=215+461= draws=1000 queries=20",
                "compare site=a1.1,a1.2 pos== draws=500",
                "verify patch=heads@A1 answer=A2 change=F1,S1 n=20 where=\"A1 = 1\"",
                "verify preimage",
                "patchmap answer=A2 change=F1,S1 n=2",
                "ablate patch=a1.2@A1,m0@A1 n=20",
                "attribute n=20",
                "attention layer=1 head=2 pos=A1",
            })
    void what_is_computed_again_is_identical_to_the_file_and_to_the_notebook(String line) throws IOException {
        Result result = result(line);
        for (String source : List.of(saved(result), notebook(result))) {
            Replay replay = replay(source);
            assertThat(replay.holds()).as(replay.toString()).isTrue();
            assertThat(replay.results()).allSatisfy(one -> {
                assertThat(one.verdict()).as(replay.toString()).isEqualTo(Verdict.IDENTICAL);
                assertThat(one.drift().orElseThrow().numbers()).isPositive();
            });
        }
    }

    @Test
    void the_last_result_and_a_cell_can_be_computed_again_too() throws IOException {
        Result result = result(INSPECT);
        for (String source : List.of("last", notebook(result) + "#7")) {
            assertThat(replay(source).results().get(0).verdict()).isEqualTo(Verdict.IDENTICAL);
        }
    }

    @Test
    void what_is_interrupted_is_not_compared_in_part() {
        runs.session().remember(result(INSPECT));
        Screen interrupting = view -> Thread.currentThread().interrupt();
        try {
            Replay replay = (Replay) magics.run("replay", "last", interrupting);
            assertThat(replay.results()).isEmpty();
            assertThat(replay.holds()).isFalse();
            assertThat(replay.toString()).contains("⚠ Interrupted: 0 of 1.");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_figure_carries_the_lines_that_compute_it_again() {
        Result result = result(INSPECT);
        List<String> lines = List.of("%model addition device=cpu", "%query 615+861=", "%" + INSPECT);
        assertThat(result.repeats()).isEqualTo(lines);
        assertThat(String.valueOf(result.bundle().data().get(MimeBundle.HTML)))
                .contains("<pre>" + String.join("\n", lines) + "</pre>");
    }

    @Test
    void what_was_asked_of_the_last_preimage_carries_the_lines_of_both() {
        result(INSPECT);
        assertThat(result("verify preimage").repeats())
                .containsExactly("%model addition device=cpu", "%query 615+861=", "%" + INSPECT, "%verify preimage");
    }

    @Test
    void what_an_evaluation_writes_is_no_part_of_its_line() {
        assertThat(new EvaluateMagic().written(List.of("queries=1", "write=true", "eps=0.05")))
                .isEqualTo("queries=1 eps=0.05");
    }

    @Test
    void a_training_is_not_done_again() {
        runs.session().remember(Training.begun("a model", "folder", "rate"));
        Replay replay = replay("last");
        assertThat(replay.results().get(0).verdict()).isEqualTo(Verdict.NOT_REPEATABLE);
        assertThat(replay.holds()).isFalse();
    }

    @Test
    void what_cannot_be_replayed_is_refused() {
        assertThatThrownBy(() -> replay("nosuch.json"))
                .isInstanceOf(MagicException.class)
                .hasMessage("there is no file nosuch.json");
        magics.run("cite", "");
        assertThatThrownBy(() -> replay("last"))
                .isInstanceOf(MagicException.class)
                .hasMessageContaining("has no numbers to compare");
    }
}
