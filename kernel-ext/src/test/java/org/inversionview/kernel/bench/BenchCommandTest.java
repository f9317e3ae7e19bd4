package org.inversionview.kernel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.transformer.TransformerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchCommandTest {

    private static final String REMEDY =
            "install python3-torch, python3-numpy and libopenblas0-pthread, or name another --python";

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int execute(String... arguments) {
        CommandLine command = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out, true));
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            out.write(exception.getMessage());
            return exception instanceof UserMistake ? 1 : 2;
        });
        return command.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect --peer pom.xml", "gpt2"})
    void says_before_measuring_that_there_is_no_python(String benchmark) {
        String none = folder.resolve("python").toString();
        assertThat(execute((benchmark + " --python " + none).split(" "))).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no program %s; %s".formatted(none, REMEDY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2 --rounds=0 | --rounds=0: it must be from 1 to 1,000",
                "gpt2 --layer=12 | --layer=12: it must be from 0 to 11",
                "busy --loops=-1 | --loops=-1: it must be from 0 to 1,000",
                "sweep --queries=0 | --queries=0: it must be from 1 to 1,000",
                "busy --steps=0 | --steps=0: it must be from 1 to 1,000",
                "search addition --device=tpu | --device=tpu: write auto, cpu, or gpu0 for the first GPU",
                "sources --device=gpu | --device=gpu: write auto, cpu, or gpu0 for the first GPU",
                "train --device=tpu | --device=tpu: write auto, cpu, or gpu0 for the first GPU",
                "inspect --device=tpu --peer=pom.xml | --device=tpu: write auto, cpu, or gpu0 for the first GPU",
                "gpt2 --device=tpu | --device=tpu: write auto, cpu, or gpu0 for the first GPU",
                "train --batch=0 | --batch=0: it must be from 1 to 65,536",
                "train --seconds=0 | --seconds=0: it must be from 1 to 600",
                "gpt2 --length=1025 | --length=1025: it must be from 1 to 1,024",
                "search addition --queries=0 | --queries=0: it must be from 1 to 1,000",
                "search addition --draws=0 | --draws=0: it must be from 1 to 1,000,000",
                "search addition --cells=a1.3 | --cells=a1.3: write SITE@POS, such as a1.3@S3",
                "coverage addition --cells=a1.3 | --cells=a1.3: write SITE@POS, such as a1.3@S3",
                "coverage addition --cells=a1.3@A1 --queries=0 | --queries=0: it must be from 1 to 1,000",
                "inspect --peer=pom.xml --runs=0 | --runs=0: it must be from 1 to 1,000"
            })
    void says_what_is_out_of_range(String benchmark, String message) {
        assertThat(execute(benchmark.split(" "))).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(message);
    }

    @Test
    void says_when_the_peers_script_is_not_there() {
        Path none = folder.resolve("peer.py");
        assertThat(execute("inspect", "--peer", none.toString())).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no peer %s: give its script with --peer".formatted(none));
    }

    @Test
    void a_training_is_timed_without_a_peer_where_there_is_none() {
        Path none = folder.resolve("peer.py");
        assertThat(execute("train", "--peer=" + none, "--batch=8", "--seconds=1", "--rounds=1", "--threads=1"))
                .isZero();
        assertThat(out.toString())
                .startsWith("without the peer: no %s: give its script with --peer".formatted(none))
                .containsPattern(
                        "batch 8, 1 threads: [\\d.]+ steps/s, [\\d.]+ of those with examples drawn between steps; drawing a batch takes one thread [\\d.]+% of a step \\([\\d,]+ examples/s\\)")
                .doesNotContain(", peer ");
    }

    @Test
    void members_that_a_search_finds_are_counted_beside_those_of_draws() {
        assertThat(execute("search", "addition", "--cells=a1.3@S3", "--queries=2", "--draws=60"))
                .isZero();
        assertThat(out.toString())
                .containsPattern(
                        "a1.3@S3, all: 2 queries; further draws find \\d+ members, at least 10 of [012] queries, at least 10 beginnings of [012]; a search finds \\d+ members");
    }

    @Test
    void a_turn_that_fails_shows_its_last_line() {
        assertThatThrownBy(() -> Turn.of(List.of("sh", "-c", "echo first; echo last; exit 3"), "mend it"))
                .isInstanceOf(UserMistake.class)
                .hasMessage("sh failed: last; mend it");
    }

    @Test
    void steps_beside_busy_loops_are_timed_both_ways() {
        assertThat(execute("busy", "--loops=1", "--steps=1", "--rounds=1")).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "median of 1 rounds, 1 steps beside 1 busy loops on \\d+ cores: asleep [\\d.]+ s, spinning");
    }

    @Test
    void questions_are_timed_one_by_one_and_find_what_an_earlier_process_kept() throws IOException {
        List<String> turn = List.of(
                "sources-turn",
                "--model=addition",
                "--threads=1",
                "--",
                "layer=1 head=2 pos=A1 input=615+861= source=task draws=200",
                "layer=1 head=2 pos=A1 input=215+461= source=task draws=200");
        Map<String, String> cache = Map.of("INVERSIONVIEW_CACHE", folder.toString());
        assertThat(Turn.ofOurs(turn, cache).path("seconds")).hasSize(2).allMatch(each -> each.asDouble() > 0);
        try (Stream<Path> kept = Files.walk(folder)) {
            assertThat(kept.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void a_turn_measures_a_model_in_a_process_of_its_own() throws IOException {
        int vocabulary = 50_257; // GPT-2's, whose tokens need no task to be named
        TransformerConfig tiny =
                new TransformerConfig(vocabulary, 8, 4, 2, 2, 8, 1e-5f, TransformerConfig.Activation.GELU_NEW);
        RandomModelFolder.write(folder, tiny, 0);
        List<String> turn =
                List.of("gpt2-turn", folder.toString(), "--site=a1.1", "--inputs=3", "--length=5", "--threads=1");
        JsonNode found = Turn.ofOurs(turn, Map.of());
        assertThat(found.path("load_seconds").asDouble()).isPositive();
        assertThat(found.path("activation_seconds").asDouble()).isPositive();
        assertThat(found.path("gigaflops").asDouble()).isPositive();
        assertThat(found.has("resident_mb")).isTrue();
    }
}
