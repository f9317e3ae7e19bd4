package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.inversionview.models.SharedFolder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.ActivationStudy.Queries;
import org.inversionview.models.reading.Study.Verdict;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped models at activations of which it is known what they hold, and what the model does with it (notebooks 01, 02). */
class ActivationStudyTest extends OnShippedModels {

    private static final int DRAWS = 4000;
    private static final int QUERIES = 40;
    private static final Predicate<int[]> ANY = input -> true;

    private Study study(LoadedModel model, String input, String site, String position, Predicate<int[]> where) {
        Task task = model.probed().task();
        Neighbours neighbours = neighbours(model, DRAWS, site, position);
        Query query = query(model, input, site, position);
        return new ActivationStudy(model.probed(), neighbours, task.features(), new Queries(QUERIES, "", where, "", 0))
                .of(query, Optional.empty(), model.probed().runner());
    }

    private static void assertDecided(Study study, String reading) {
        assertThat(study.reading()).map(Statement::feature).hasValue(reading);
        assertThat(study.verdict()).as(study.toString()).isEqualTo(Verdict.DECIDED);
    }

    @Test
    void the_pair_of_digits_is_decided() {
        assertDecided(study(addition, "215+461", "a1.2", "=", ANY), "F1,S1 in either order");
    }

    @Test
    void the_carry_is_decided() {
        assertDecided(study(addition, "655+866", "a1.1", "=", ANY), "carry of F2+S2");
    }

    @Test
    void the_count_is_decided() {
        assertDecided(study(counting, "vvzccvczvvvzvcvc|v", "a0.0", "target", ANY), "count of the target");
    }

    @Test
    void what_holds_for_some_queries_is_decided_for_them() {
        assertDecided(study(addition, "615+861", "a1.2", "A1", input -> input.length == 14), "F1,S1 in either order");
        Study ofAll = study(addition, "615+861", "a1.2", "A1", ANY);
        assertThat(ofAll.verdict()).isIn(Verdict.NOT_CONSISTENT, Verdict.SHARING_MOVES);
    }

    /** Of sums with four digits all have the carry: what lacks it is found among the others. */
    @Test
    void where_all_queries_have_the_value_inputs_that_lack_it_come_from_elsewhere() {
        Study study = study(addition, "615+861", "x0.pre", "A1", input -> input.length == 14);
        assertThat(study.reading()).map(Statement::feature).hasValue("carry of F1+S1");
        assertThat(study.causal().orElseThrow().lacking().inputs()).isPositive();
    }

    @Test
    void a_site_that_does_nothing_is_not_decided() {
        assertThat(study(addition, "615+861", "a1.0", "A1", ANY).verdict()).isEqualTo(Verdict.NOTHING_SHARED);
    }

    /** The authors' own model, at two heads of their circuit: one brings the pair to A1, one the carry to A2. */
    @Test
    void the_authors_heads_are_decided(@TempDir Path authors) throws IOException {
        SharedFolder.copyModel("addition", authors);
        LoadedModel.Request request = new LoadedModel.Request(authors.toString(), Optional.of("addition"), true, "cpu");
        try (LoadedModel model = LoadedModel.load(request, new TaskRegistry())) {
            assertDecided(study(model, "615+861", "a0.2", "A1", input -> input.length == 14), "F1,S1 in either order");
            assertDecided(study(model, "615+861", "a0.3", "A2", input -> input.length == 14), "carry of F3+S3");
        }
    }

    @Test
    void what_some_members_share_is_no_reading() {
        Study study = study(counting, "vvzccvczvvvzvcvc|v", "a0.0", ":", ANY);
        assertThat(study.verdict()).isEqualTo(Verdict.NOT_BY_ALL);
        assertThat(study.consistency()).isEmpty();
    }

    @Test
    void interrupted_it_has_the_steps_that_were_done() {
        Task task = addition.probed().task();
        Neighbours neighbours = neighbours(addition, DRAWS, "a1.2", "=");
        ActivationStudy study = new ActivationStudy(
                addition.probed(), neighbours, task.features(), new Queries(QUERIES, "", ANY, "", 0));
        Query query = new Query(task.parse("215+461"), ActivationSite.parse("a1.2"), 8);
        Thread.currentThread().interrupt();
        Study done = study.of(query, Optional.empty(), addition.probed().runner());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done.verdict()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(done.explanation().statements()).isNotEmpty();
    }
}
