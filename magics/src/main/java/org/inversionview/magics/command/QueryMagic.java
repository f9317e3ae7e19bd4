package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.QueryView;
import org.inversionview.models.probed.ProbedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = "Sets the query input; shows its tokens, their positions, and what the model predicts.")
final class QueryMagic extends MagicCommand<QueryView> {

    @Parameters(
            paramLabel = "TEXT",
            arity = "1..*",
            description = "the input as the task writes it; without its answer it is completed")
    private List<String> text = List.of();

    @Override
    QueryView run(Session session) {
        ProbedModel model = session.requireModel().probed();
        int[] input = model.task().parse(String.join(" ", text));
        session.setQuery(input);
        return QueryView.of(model, input);
    }

    @Override
    Class<QueryView> resultType() {
        return QueryView.class;
    }

    @Override
    List<String> examples() {
        return List.of("%query 615+861=1476", "%query 615+861=");
    }
}
