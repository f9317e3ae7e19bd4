package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Coverage;
import org.inversionview.magics.result.Distances;
import org.inversionview.magics.result.HelpText;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.QueryInput;
import org.inversionview.magics.result.Sites;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.TextTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The magics on the shipped addition model: what they return, and what they say to a mistake. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MagicsTest {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    @BeforeAll
    void load() {
        magics.run("model", "addition device=cpu");
        magics.run("query", "615+861=1476");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private Preimage inspect(String arguments) {
        return (Preimage) magics.run("inspect", arguments);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertMistake(Runnable mistake) {
        return assertThatThrownBy(mistake::run).isInstanceOf(MagicException.class);
    }

    @Test
    void all_forms_of_a_site_and_of_a_position_mean_the_same() {
        String first = inspect("layer=1 head=3 pos=A1 n=64").data().samples().toString();
        assertThat(inspect("site=a1.3 pos=9 n=64").data().samples()).hasToString(first);
        assertThat(inspect("site=blocks.1.attn.hook_result.3 pos=-4 n=64; // again")
                        .data()
                        .samples())
                .hasToString(first);
        assertThat(inspect("layer=0 at=mid pos== n=8").data().site()).isEqualTo("x0.mid");
    }

    @Test
    void inspect_asks_about_another_input_without_changing_the_query() {
        assertThat(inspect("site=m0 pos=F1 n=8 input=101+539=").data().query()).isEqualTo("B101+539=640E");
        assertThat(inspect("site=m0 pos=F1 n=8").data().query()).isEqualTo("B615+861=1476E");
    }

    @Test
    void inspect_counts_every_proposal_and_shows_as_many_samples_as_asked() {
        Preimage preimage = inspect("site=x0.post pos=F2 n=200 show=10 schedule=1,2+0.1");
        assertThat(preimage.data().proposals()).isEqualTo(200);
        assertThat(preimage.samples().stream().mapToInt(Sample::count).sum()).isEqualTo(200);
        assertThat(preimage.data().shown()).hasSizeLessThanOrEqualTo(10).isNotEmpty();
        assertThat(preimage.data().groups()).hasSize(2);
        assertThat(preimage.table().rowCount()).isEqualTo(preimage.samples().size());
        assertThat(preimage.table().columnNames())
                .containsExactly("D", "inside", "count", "matched", "at", "text", "well-formed", "source");
    }

    @Test
    void inspect_asks_about_vectors_as_far_as_epsilon_reaches() {
        String question = "site=a1.3 pos=A1 n=200 metric=cosine eps=0.25 ";
        Preimage turned = inspect(question + "schedule=cosine");
        assertThat(turned.data().groups())
                .extracting(group -> group.setting().orElseThrow().label())
                .containsExactly("0.5+cosine", "1+cosine");
        assertThat(turned.toString()).contains("T = 0.5, turned", "T = 1, turned", "schedule 0.5+cosine,1+cosine");
        assertThat(inspect(question + "schedule=cosine").samples()).isEqualTo(turned.samples());
        assertThat(turned.samples())
                .isNotEqualTo(inspect(question + "schedule=0.5,1").samples());
        assertThat(magics.run("coverage", question + "schedule=1+cosine draws=200 members=3")
                        .toString())
                .contains("noisy activations)");
    }

    @Test
    void a_hundred_questions_leave_no_native_array_behind() {
        inspect("site=a1.3 pos=A1 n=16");
        int before = session.requireModel().nativeArrays();
        for (int seed = 0; seed < 100; seed++) {
            inspect("site=a1.3 pos=A1 n=16 seed=" + seed);
        }
        assertThat(session.requireModel().nativeArrays()).isEqualTo(before);
    }

    @Test
    void distances_of_the_query_itself_are_zero() {
        Distances distances = (Distances) magics.run("distances", "site=a1.3 pos=A1 615+861 929+877=");
        assertThat(distances.data().inputs().get(0).distance()).isZero();
        assertThat(distances.data().inputs().get(0).matchedPosition()).isEqualTo(9);
        assertThat(distances.data().inputs().get(1).distance()).isPositive();
        assertThat(distances.table().rowCount()).isEqualTo(2);
    }

    @Test
    void query_gives_the_ruler_and_the_prediction() {
        QueryInput query = (QueryInput) magics.run("query", "615+861=");
        assertThat(query.text()).isEqualTo("B615+861=1476E");
        QueryInput.Token equals = query.tokens().get(8);
        assertThat(equals.name()).isEqualTo("=");
        assertThat(equals.negative()).isEqualTo(-5);
        assertThat(equals.next().get(0).token()).isEqualTo("1");
    }

    @Test
    void sites_lists_every_site_with_its_measured_rate() {
        Sites sites = (Sites) magics.run("sites", "");
        assertThat(sites.sites()).hasSize(15);
        assertThat(sites.table().columnNames()).contains("in-preimage rate");
        assertThat(sites.quality()).hasSize(15);
    }

    @Test
    void device_says_what_there_is_and_what_is_used() {
        String text = magics.run("device", "").bundle().text();
        assertThat(text).contains("PyTorch 2.7.1", "auto means", "Model ", " computes on ");
        assertThat(text).containsAnyOf("PyTorch sees no GPU. For one, set PYTORCH_LIBRARY_PATH", "gpu0: ");
    }

    @Test
    void every_magic_has_help_with_examples() {
        for (String name : magics.names()) {
            HelpText help = (HelpText) magics.run("help", name);
            assertThat(help.description()).as(name).isNotEmpty();
            assertThat(help.examples()).as(name).isNotEmpty().anyMatch(line -> line.contains("%" + name));
            assertThat(help.entries()).as(name).allSatisfy(entry -> {
                assertThat(entry.description()).as(entry.name()).isNotEmpty().doesNotContain("%%");
                assertThat(entry.name()).doesNotContain("PARAM", "<", "null");
            });
            assertThat(magics.run(name, "help").bundle().text())
                    .isEqualTo(help.bundle().text());
        }
        assertThat(magics.run("help", "").bundle().text()).contains("%inspect", "%distances");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "layer=9 head=3 pos=A1 | block 9: this model has blocks 0 to 1 (%sites lists all)",
                "layer=1 head=12 pos=A1 | head=12: block 1 of this model has heads 0 to 3 (%sites lists all)",
                "layer=1 head=-1 pos=A1 | layer and head are counted from 0: layer=1 head=-1",
                "leyer=1 head=3 pos=A1 | %inspect has no option 'leyer': did you mean layer=1? (%help inspect)",
                "layer=one head=3 pos=A1 | layer=one is not a whole number (%help inspect)",
                "site=a1.3 pos=A1 eps=x | eps=x is not a number",
                "site=a1.3 | %inspect needs pos=POS: %inspect layer=1 head=3 pos=A1 (%help inspect)",
                "pos=A1 | which activation? Add layer=1 head=3, or site=a1.3, or layer=0 at=mid (%sites lists all)",
                "layer=1 pos=A1 | layer=1 needs either head= or at=: layer=1 head=0, or layer=1 at=mid",
                "site=a1.3 head=3 pos=A1 | site=a1.3 and layer=, head= or at= name the site twice: keep one",
                "site=q7 pos=A1 | site=q7: write x0.pre, a1.3, x1.mid, m0, x1.post or a full name such as blocks.1.attn.hook_result.3 (%sites lists all)",
                "site=a1.3 pos=13 | pos=13: B615+861=1476E has 0 to 12, -13 to -1, and the names B F1 F2 F3 + S1 S2 S3 = A1 A2 A3 A4",
                "site=a1.3 pos=A1 match=A7 | match=A7: B615+861=1476E has 0 to 12, -13 to -1, and the names B F1 F2 F3 + S1 S2 S3 = A1 A2 A3 A4",
                "site=a1.3 pos=A1 eps=0 | eps=0.0: it must be above 0 (0.1 is usual; distances are relative to the query activation's length)",
                "site=a1.3 pos=A1 n=-1 | n=-1: it must be from 1 to 1,000,000",
                "site=a1.3 pos=A1 show=0 | show=0: from 1 to 1000 samples can be shown",
                "site=a1.3 pos=A1 metric=manhattan | metric=manhattan: write euclidean or cosine (%help inspect)",
                "site=a1.3 pos=A1 schedule=hot | schedule=hot: write auto, cosine, or temperatures with noise such as 0.5,1,2,2+0.1",
                "site=a1.3 pos=A1 input=6x5+861 | character 'x' at place 1 is not in the vocabulary, which has 0 1 2 3 4 5 6 7 8 9 B + = E P",
                "site=a1.3 pos=A1 input=15+861 | operand 15: this task adds numbers from 100 to 999",
            })
    void a_mistake_gets_one_clear_line_and_the_session_goes_on(String arguments, String line) {
        assertMistake(() -> magics.run("inspect", arguments)).hasMessageContaining(line);
        assertMistake(() -> magics.run("inspect", arguments)).message().doesNotContain("\n");
        assertThat(inspect("site=a1.3 pos=A1 n=4").data().proposals()).isEqualTo(4);
    }

    @Test
    void a_magic_that_is_interrupted_while_it_waits_for_another_is_not_run() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Session own = new Session(new TaskRegistry(), secondsByLook())) {
            Magics slow = new Magics(own);
            slow.run("model", "addition");
            slow.run("query", "615+861=");
            Thread first = new Thread(() -> slow.run("patchmap", "answer=A1 change=F1,S1 n=20", view -> {
                running.countDown();
                await(go);
            }));
            first.start();
            await(running);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread second = new Thread(() -> {
                try {
                    slow.run("query", "100+200=");
                } catch (MagicException e) {
                    thrown.set(e);
                }
            });
            second.start();
            second.interrupt();
            second.join();
            go.countDown();
            first.join();
            assertThat(thrown.get()).hasMessage("%query was interrupted while it waited for the magic before it");
            assertThat(slow.run("inspect", "site=m0 pos=F1 n=4").bundle().text())
                    .contains("B615+861=1476E");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A clock that is a second later at every look. */
    private static LongSupplier secondsByLook() {
        AtomicLong now = new AtomicLong();
        return () -> now.addAndGet(1_000_000_000);
    }

    /** What is no request of a user's is a fault: it comes out as it is, with its stack trace. */
    @Test
    void a_fault_of_the_software_is_not_taken_for_a_mistake(@TempDir Path folder) {
        try (Session own = new Session()) {
            own.tasks()
                    .register(
                            new TextTask("broken", "ab", '>', 1, random -> random.nextBoolean() ? "a" : "b", prompt -> {
                                if (Thread.currentThread().getName().equals("fault")) {
                                    throw new IllegalStateException("a fault");
                                }
                                return prompt;
                            }));
            Magics fresh = new Magics(own);
            String name = Thread.currentThread().getName();
            Thread.currentThread().setName("fault");
            try {
                assertThatThrownBy(() -> fresh.run("train", "probed task=broken steps=1 out=" + folder))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("a fault");
            } finally {
                Thread.currentThread().setName(name);
            }
        }
    }

    @Test
    void an_unknown_magic_gets_the_nearest() {
        assertMistake(() -> magics.run("inspekt", ""))
                .hasMessage("no magic %inspekt: did you mean %inspect? (%help lists all)");
        assertMistake(() -> magics.resultType("modle", "")).hasMessageContaining("did you mean %model?");
    }

    @Test
    void without_a_model_or_a_query_the_next_step_is_said() {
        try (Session empty = new Session()) {
            Magics fresh = new Magics(empty);
            assertMistake(() -> fresh.run("query", "615+861="))
                    .hasMessage("no model is loaded: write %model addition first (%models lists all)");
            fresh.run("model", "addition");
            assertMistake(() -> fresh.run("inspect", "site=a1.3 pos=A1"))
                    .hasMessage("no query input is set: write %query 615+861=1476 first, or add input=615+861=1476");
        }
    }

    @Test
    void a_folder_that_is_no_model_is_named_with_what_it_lacks(@TempDir Path folder) throws IOException {
        try (Session own = new Session()) {
            Magics fresh = new Magics(own);
            assertMistake(() -> fresh.run("model", "nosuch"))
                    .hasMessage(
                            "no model 'nosuch': it is neither shipped (addition, counting, ioi, facts) nor a folder, and on the hub a model is owner/name, or one of distilgpt2, gpt2, gpt2-large, gpt2-medium, gpt2-xl");
            assertMistake(() -> fresh.run("model", folder.toString()))
                    .hasMessageStartingWith(
                            "no config.json in %s: a model folder holds config.json and model.safetensors"
                                    .formatted(folder));
            assertMistake(() -> fresh.run("model", folder + " task=addition"))
                    .hasMessage("no config.json in %s: a model folder holds config.json and model.safetensors"
                            .formatted(folder));
            Files.writeString(
                    folder.resolve("config.json"),
                    "{\"vocab_size\": 15, \"n_positions\": 14, \"n_embd\": 32, \"n_layer\": 2, \"n_head\": 4}");
            Files.write(folder.resolve("model.safetensors"), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
            assertMistake(() -> fresh.run("model", folder + " task=addition"))
                    .hasMessageContaining("is truncated: its header has 100 bytes, the file 9");
            assertMistake(() -> fresh.run("model", "addition device=gpu7")).hasMessageContaining("PyTorch sees");
            assertMistake(() -> fresh.run("model", "addition processed=maybe"))
                    .hasMessageContaining("processed=maybe is neither true nor false");
        }
    }

    @Test
    void raw_weights_leave_the_decoder_aside_and_say_so() {
        try (Session own = new Session()) {
            Magics fresh = new Magics(own);
            assertThat(fresh.run("model", "addition processed=false").bundle().text())
                    .contains(
                            "Model addition was loaded with processed=false",
                            "%inspect works without one: it draws inputs from the task.")
                    .doesNotContain("Decoder: ");
            fresh.run("query", "615+861=");
            assertThat(fresh.run("distances", "site=a1.3 pos=A1 615+861")
                            .bundle()
                            .text())
                    .contains("B615+861=1476E");
            assertThat(fresh.run("inspect", "site=a1.3 pos=A1 draws=2000")
                            .bundle()
                            .text())
                    .contains("2,000 draws, ", "draws from the task", "source task", "in no way steered")
                    .doesNotContain("schedule", "decoder", "Colour");
            assertMistake(() -> fresh.run("inspect", "site=a1.3 pos=A1 source=decoder"))
                    .hasMessage(
                            "model addition was loaded with processed=false, and its decoder reads processed activations: load it with processed=true");
        }
    }

    @Test
    void a_source_is_chosen_and_what_it_does_not_know_is_refused() {
        assertThat(((Preimage) magics.run("inspect", "site=a1.3 pos=A1 source=auto n=64"))
                        .data()
                        .sources())
                .containsExactly(Source.DECODER);
        Preimage drawn = (Preimage) magics.run("inspect", "site=a1.3 pos=A1 source=task draws=3000 eps=0.5");
        assertThat(drawn.proposals()).isEqualTo(3000);
        assertThat(drawn.data().shownSamples()).isNotEmpty();
        Preimage searched = (Preimage) magics.run("inspect", "site=a1.3 pos=A1 source=search draws=1000 runs=700");
        assertThat(searched.data().groups())
                .extracting(EpsilonPreimage.Group::source, EpsilonPreimage.Group::proposals)
                .containsExactly(tuple(Source.TASK, 1000), tuple(Source.SEARCH, 700));
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=oracle"))
                .hasMessage("source=oracle: there is decoder, task, exact, corpus, search");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=corpus"))
                .hasMessage("source=corpus: name a text with corpus=FILE (%help inspect)");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 draws=10"))
                .hasMessage("draws=10: the source is decoder; only source=task and source=search draw (%help inspect)");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=task runs=10"))
                .hasMessage("runs=10: the source is task; only source=search takes runs (%help inspect)");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=search runs=0"))
                .hasMessage("runs=0: it must be from 1 to 1,000,000");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=task draws=0"))
                .hasMessage("draws=0: it must be from 1 to 1,000,000");
    }

    @Test
    void sources_are_joined_and_every_sample_says_where_it_came_from() {
        Preimage both = inspect("site=a1.2 pos=A1 source=decoder,task n=256 draws=5000 show=1000");
        assertThat(both.data().sources()).containsExactly(Source.DECODER, Source.TASK);
        assertThat(both.proposals()).isEqualTo(5256);
        assertThat(Set.copyOf(both.table().stringColumn("source").asList())).contains("decoder", "task");
        assertThat(both.bundle().text())
                .contains(
                        "5,256 inputs, ",
                        "draws from the task",
                        "T = 0.5",
                        "source decoder,task",
                        "found without the decoder, it proposed ")
                .contains("Drawn from task addition, in no way steered: the preimage has a probability of ");
        assertThat(inspect("site=a1.2 pos=A1 source=task,task draws=100").proposals())
                .isEqualTo(100);
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=decoder,corpse"))
                .hasMessage("source=corpse: there is decoder, task, exact, corpus, search");
        assertMistake(() -> magics.run("inspect", "site=a1.3 pos=A1 source=exact,decoder draws=10"))
                .hasMessage(
                        "draws=10: the source is exact,decoder; only source=task and source=search draw (%help inspect)");
    }

    @Test
    void coverage_says_what_the_decoder_misses_and_inspect_repeats_it() {
        String question = "site=x1.post pos=A2 n=64";
        Coverage coverage = (Coverage) magics.run("coverage", question + " draws=3000 members=20 show=5");
        assertThat(coverage.data().measured()).isEqualTo(3000);
        assertThat(coverage.table().rowCount())
                .isEqualTo(coverage.data().members().size())
                .isPositive();
        assertThat(coverage.share()).isBetween(0.0, 1.0);
        assertThat(coverage.bundle().text())
                .contains("64 proposals find ", "draws from task addition", "most likely missed", "members task");
        String known =
                "64 proposals find %s of the preimage, as measured before (%%coverage measures it); as many draws from the preimage itself would find %s."
                        .formatted(
                                Numbers.percent(coverage.share()),
                                Numbers.percent(coverage.data().ceiling()));
        assertThat(inspect(question).bundle().text()).contains(known);
        assertThat(inspect(question + " input=101+539").bundle().text())
                .contains("as measured before of B615+861=1476E (%coverage measures it)", "⚠ ");
        assertThat(inspect(question + " eps=0.2").bundle().text()).doesNotContain("measured before");
        assertThat(inspect(question + " source=task draws=1000").bundle().text())
                .doesNotContain("measured before");
    }

    @Test
    void coverage_refuses_what_it_cannot_do() {
        assertMistake(() -> magics.run("coverage", "site=a1.3 pos=A1 source=decoder"))
                .hasMessage(
                        "source=decoder: members must be found without the decoder, that is what it is measured by; write auto, task or exact (%help coverage)");
        assertMistake(() -> magics.run("coverage", "site=a1.3 pos=A1 source=exact draws=5"))
                .hasMessage("draws=5: the source is exact; only source=task draws (%help coverage)");
        assertMistake(() -> magics.run("coverage", "site=a1.3 pos=A1 members=0"))
                .hasMessage("members=0: it must be from 1 to 10,000");
    }
}
