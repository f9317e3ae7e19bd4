package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.QueryInput;
import org.inversionview.magics.session.Session;
import org.inversionview.models.loading.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = "Sets the query input; shows its tokens, their positions, and what the model predicts.")
final class QueryMagic extends MagicCommand<QueryInput> {

    @Parameters(
            paramLabel = "TEXT",
            arity = "1",
            completionCandidates = Candidates.Inputs.class,
            description =
                    "the input as the task writes it, every space of it; without its answer it is completed; \"in quotation marks\", with Java's escapes; %%%%query takes the rest of the cell")
    private String text = "";

    /** The whole line is the text, whatever stands in it. */
    @Override
    List<String> arguments(String written) {
        return written.isBlank() ? List.of() : List.of("--", Arguments.text(written));
    }

    @Override
    String written(List<String> arguments) {
        return arguments.isEmpty() ? "" : Arguments.writtenText(arguments.get(arguments.size() - 1));
    }

    @Override
    QueryInput run(Session session) {
        LoadedModel model = session.requireModel();
        int[] input = model.probed().task().parse(text);
        session.setQuery(input, text);
        return QueryInput.of(model, input);
    }

    @Override
    Class<QueryInput> resultType() {
        return QueryInput.class;
    }

    @Override
    List<String> examples() {
        return List.of("%query 615+861=1476", "%query 615+861=", "%query \"two  spaces,\\ta tab\"");
    }
}
