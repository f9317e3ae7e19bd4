package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.weights.ModelCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class TrainCommandTest {

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    TrainCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int execute(Object... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.of(args).map(String::valueOf).toArray(String[]::new));
    }

    @Test
    void trains_with_what_was_given_and_the_card_says_how() throws IOException {
        int code = execute(
                "train", "probed", "--task", "addition", "--out", folder, "--steps", 3, "--batch", 8, "--seed", 5);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("step 3 of 3", "wrote " + folder);
        ModelCard.Training training = training();
        assertThat(training.plan())
                .containsEntry("steps", 3)
                .containsEntry("batch", 8)
                .containsEntry("seed", 5);
        assertThat(training.command())
                .isEqualTo(
                        "java -jar kernel-ext/target/inversionview.jar train probed --task addition --out %s --steps 3 --batch 8 --seed 5"
                                .formatted(folder.getFileName()));
    }

    @Test
    void a_mistake_is_one_line_and_leaves_nothing() throws IOException {
        assertThat(execute("train")).isEqualTo(2);
        assertThat(err.toString()).startsWith("what to train? write train probed, train decoder or train words");
        err.getBuffer().setLength(0);

        assertThat(execute("train", "probed", "--task", "subtraction", "--out", folder.resolve("x")))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "task subtraction: there is none of that name, but addition, counting, ioi, ioi-gpt2, ioi-subjects, facts; a task of your own is known after Tasks.register(task)%n"
                                .formatted());
        err.getBuffer().setLength(0);

        Path none = folder.resolve("none");
        assertThat(execute("train", "decoder", "--model", none)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("no model '%s': it is neither shipped, nor a folder, nor owner/name on the hub%n"
                        .formatted(none));
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_is_said_before_the_training_begins() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(execute("train", "probed", "--task", "addition", "--out", file.resolve("x")))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("cannot write into %s: give another folder%n".formatted(file.resolve("x")));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void steps_and_minutes_are_not_given_both() {
        assertThat(execute("train", "probed", "--task", "addition", "--out", folder, "--steps", 3, "--minutes", 1))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("minutes 1.0: 3 steps are given too, and one of the two says when it ends%n".formatted());
    }

    private ModelCard.Training training() throws IOException {
        return Objects.requireNonNull(ModelCard.read(folder).probed().training());
    }

    @Test
    void trains_for_a_time_and_goes_on_with_the_same_steps() throws IOException {
        Object[] line = {"train", "probed", "--task", "counting", "--out", folder, "--minutes", 0.02, "--batch", 4};
        assertThat(execute(line)).isZero();
        Object steps = training().plan().get("steps");
        assertThat(execute(line)).isZero();
        assertThat(training().plan()).containsEntry("steps", steps);
    }

    @Test
    void a_folder_that_holds_another_training_is_left_as_it_is() throws IOException {
        execute("train", "probed", "--task", "addition", "--out", folder, "--steps", 3, "--batch", 8);
        ModelCard before = ModelCard.read(folder);

        assertThat(execute("train", "probed", "--task", "addition", "--out", folder, "--steps", 3, "--batch", 9))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "%s holds a training that was begun with batch 8, not 9: give the same options to go on, another folder, or delete probed.checkpoint.safetensors to begin again%n"
                                .formatted(folder));
        assertThat(ModelCard.read(folder)).isEqualTo(before);
    }

    @Test
    void evaluate_prints_the_shipped_decoders_rates() {
        assertThat(execute("evaluate", "--model", "addition", "--queries", 20)).isZero();
        assertThat(out.toString()).contains("Mean in-preimage rate over 15 sites", "20 held-out queries", "x1.post");
        assertThat(err.toString()).contains("15 of 15  x1.post");
    }

    private static Set<String> options(String... command) {
        CommandLine found = Main.commandLine();
        for (String name : command) {
            found = Objects.requireNonNull(found.getSubcommands().get(name), name);
        }
        return found.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !Set.of("--help", "--version", "--threads").contains(name))
                .map(name -> name.replaceFirst("^--", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ofMagic(String name) {
        try (Session session = new Session()) {
            return new Magics(session)
                    .complete(name, "").texts().stream()
                            .filter(text -> text.endsWith("="))
                            .map(text -> text.replaceFirst("=$", ""))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void a_magic_has_the_same_options_as_its_commands() {
        Set<String> both = new TreeSet<>(options("train", "probed"));
        both.addAll(options("train", "decoder"));
        assertThat(both).isEqualTo(ofMagic("train")).contains("learning-rate", "same-token-attention", "queries");
        assertThat(options("train", "probed")).doesNotContain("queries");
        assertThat(options("train", "decoder")).doesNotContain("dropout");

        Set<String> evaluate = new TreeSet<>(options("evaluate"));
        evaluate.removeAll(Set.of("model", "device")); // in a notebook the loaded one, where it was loaded
        assertThat(evaluate).isEqualTo(ofMagic("evaluate"));
    }

    @Test
    void evaluate_writes_only_into_a_folder_s_card() {
        assertThat(execute("evaluate", "--model", "addition", "--write")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "write true: model addition is shipped inside the jar, its card cannot be written; load it from a folder%n"
                                .formatted());
    }

    @Test
    void a_number_out_of_its_bounds_is_one_line() {
        assertThat(execute("train", "probed", "--task", "addition", "--out", folder.resolve("x"), "--dropout", 1))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("dropout 1.0: from 0 to below 1%n".formatted());
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
