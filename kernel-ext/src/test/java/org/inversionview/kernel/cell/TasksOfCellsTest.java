package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.Tasks;
import org.junit.jupiter.api.Test;

/** Two evaluators in one JVM: what a cell of one registers, the other's cells do not see. */
class TasksOfCellsTest {

    private static final String REGISTER =
            "Tasks.register(new TextTask(\"copy\", \"ab\", '>', 1, random -> \"a\", prompt -> prompt)).name()";

    private static Optional<String> value(CellEvaluator evaluator, String code) throws CellFailure {
        return evaluator.evaluate(1, code, new RecordedOutputs()).map(MimeBundle::text);
    }

    @Test
    void a_cell_registers_tasks_for_its_own_session() throws CellFailure {
        TaskRegistry own = new TaskRegistry();
        try (CellEvaluator first = new CellEvaluator(new EchoMagics(), own);
                CellEvaluator second = new CellEvaluator(new EchoMagics())) {
            assertThat(value(first, REGISTER)).contains("copy");
            assertThat(value(first, "Tasks.named(\"copy\").name()")).contains("copy");
            assertThat(own.names()).contains("copy");
            assertThat(value(second, "Tasks.names().contains(\"copy\")")).contains("false");
        }
        assertThat(Tasks.names()).doesNotContain("copy");
    }

    @Test
    void a_cell_adds_features_for_its_own_session() throws CellFailure {
        TaskRegistry own = new TaskRegistry();
        try (CellEvaluator first = new CellEvaluator(new EchoMagics(), own);
                CellEvaluator second = new CellEvaluator(new EchoMagics())) {
            value(first, "Features.add(\"parity\", x -> x.digit(\"F3\") % 2);");
            value(first, "Features.add(\"before\", (x, at) -> x.token(at - 1));");
            assertThat(own.features().of(own.named("addition")))
                    .extracting(feature -> feature.name())
                    .endsWith("parity", "before");
            assertThat(value(second, "Features.names(Tasks.named(\"addition\")).contains(\"parity\")"))
                    .contains("false");
        }
    }
}
