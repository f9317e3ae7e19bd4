package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.inversionview.magics.drift.Difference;
import org.inversionview.magics.drift.Drift;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Replay;
import org.inversionview.magics.result.Replayed;
import org.inversionview.magics.result.Replayed.Verdict;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kept results whose numbers, lines or models were changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayedFileTest {

    private static final String INSPECT = "inspect layer=1 head=2 pos=A1 n=64";

    private final MagicRuns runs = new MagicRuns();
    private final Magics magics = runs.magics();

    private Path folder = Path.of("");

    @BeforeAll
    void load(@TempDir Path temporary) {
        folder = temporary;
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

    private String edited(String file, String from, String to) throws IOException {
        String text = Files.readString(Path.of(file));
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve("edited.json"), text.replace(from, to))
                .toString();
    }

    @Test
    void a_number_that_was_changed_is_named() throws IOException {
        Preimage result = (Preimage) result(INSPECT);
        double norm = result.data().queryNorm();
        String file = edited(saved(result), "\"query_norm\":" + norm, "\"query_norm\":" + norm * 1.01);

        Replayed replayed = replay(file).results().get(0);

        assertThat(replayed.verdict()).isEqualTo(Verdict.DIFFERENT);
        Drift drift = replayed.drift().orElseThrow();
        assertThat(drift.beyond()).isEqualTo(1);
        assertThat(drift.values().get(0).path()).isEqualTo("data.query_norm");
        assertThat(drift.values().get(0).relative()).isBetween(0.0098, 0.01);
    }

    @Test
    void a_number_that_was_changed_by_as_much_as_rounding_is_told_from_one_that_is_the_same() throws IOException {
        Preimage result = (Preimage) result(INSPECT);
        double norm = result.data().queryNorm();
        String file = edited(saved(result), "\"query_norm\":" + norm, "\"query_norm\":" + norm * 1.000001);

        Replay replay = replay(file);

        assertThat(replay.holds()).isTrue();
        assertThat(replay.toString()).contains("no number differs by more than 0.00001 + 0.0001 of it");
        assertThat(replay.results().get(0).line())
                .contains("within rounding: 1 of ")
                .contains("(data.query_norm)")
                .contains("in proportion by 1.0e-06");
    }

    @Test
    void an_option_of_the_record_that_its_lines_do_not_say_is_a_reason() throws IOException {
        String file = edited(saved(result(INSPECT)), "\"epsilon\":0.1,", "\"epsilon\":0.2,");
        Replayed replayed = replay(file).results().get(0);
        assertThat(replayed.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(replayed.line()).contains("option epsilon 0.2 → 0.1");
    }

    @Test
    void another_decoder_of_the_same_name_is_the_reason() throws IOException {
        Path model = copyOfAddition();
        try (Session own = new Session()) {
            Magics its = new Magics(own);
            its.run("model", model + " device=cpu");
            its.run("query", "615+861=");
            String file = saved((Result) its.run("inspect", "site=a1.2 pos=A1 n=64"));
            String before = own.requireModel().provenance().decoderSha256();
            changeDecoder(model, before);

            Replayed replayed = replay(file).results().get(0);

            assertThat(replayed.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(replayed.drift().orElseThrow().reasons())
                    .extracting(Difference::path)
                    .containsExactly("decoder_sha256");
            assertThat(replayed.line()).contains("what was different before: decoder_sha256 " + before.substring(0, 8));
        }
    }

    private Path copyOfAddition() throws IOException {
        Path model = Files.createDirectories(folder.resolve("copied"));
        for (String name : List.of("card.json", "probed.safetensors", "decoder.safetensors")) {
            Files.copy(Path.of("../models/zoo/addition").resolve(name), model.resolve(name));
        }
        return model;
    }

    /** Takes the sign from a quarter of its numbers. */
    private static void changeDecoder(Path model, String before) throws IOException {
        Path file = model.resolve("decoder.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 2; i < bytes.length; i += 8) {
            bytes[i + 3] &= 0x7f; // the sign of a little-endian float
        }
        Files.write(file, bytes);
        Path card = model.resolve("card.json");
        Files.writeString(card, Files.readString(card).replace(before, sha256(bytes)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_model_that_is_not_there_is_one_line() throws IOException {
        String file = edited(saved(result(INSPECT)), "%model addition ", "%model no-such-folder ");
        Replay replay = replay(file);
        assertThat(replay.holds()).isFalse();
        assertThat(replay.results().get(0).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(replay.results().get(0).line())
                .contains("failed: its model is not here: ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%train probed task=addition steps=1 | does more than compute",
                "%evaluate queries=4 write=true      | does more than compute",
                "%explain llm=true                   | does more than compute",
                "%evaluate queries=4 write           | does more than compute",
                "%replay result.json                 | does more than compute",
                "%nosuch                             | no magic %nosuch",
                "System.exit(0)                      | is no magic's line",
            })
    void a_file_from_anybody_makes_nothing_run_but_what_computes(String line, String refused) throws IOException {
        Replay replay = replay(edited(saved(result(INSPECT)), "%" + INSPECT, line));
        assertThat(replay.results().get(0).line()).contains("failed: ").contains(refused);
    }

    @Test
    void a_file_of_an_older_version_says_no_lines() throws IOException {
        Preimage result = (Preimage) result(INSPECT);
        String asked = new ObjectMapper().writeValueAsString(result.repeats());
        Replay replay = replay(edited(saved(result), ",\"asked\":" + asked, ""));
        assertThat(replay.results().get(0).verdict()).isEqualTo(Verdict.NOT_REPEATABLE);
        assertThat(replay.holds()).isFalse();
    }

    @Test
    void a_preimage_that_java_cut_anew_says_no_lines() {
        Preimage cut = ((Preimage) result(INSPECT)).within(0.2);
        assertThat(cut.repeats()).isEmpty();
        assertThat(replay(saved(cut)).results().get(0).verdict()).isEqualTo(Verdict.NOT_REPEATABLE);
    }

    @Test
    void a_file_with_parts_missing_is_no_fault_of_ours() throws IOException {
        Path file = Files.writeString(
                folder.resolve("parts.json"),
                "{\"schema\":\"inversionview/attribution/1\",\"version\":\"1\",\"result\":{}}");
        assertThat(replay(file.toString()).results().get(0).verdict()).isEqualTo(Verdict.NOT_REPEATABLE);
    }
}
