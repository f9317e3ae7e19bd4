package org.inversionview.magics.command;

import java.util.List;
import java.util.Optional;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.StudyReport;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.ActivationStudy;
import org.inversionview.models.reading.ActivationStudy.Queries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
        name = "study",
        description =
                "Closes the loop for one activation, that of the last preimage or any: reads it, tests the reading on other queries, patches, and says what is decided.")
final class StudyMagic extends QuestionMagic<StudyReport> {

    @Mixin
    private UnsteeredOptions unsteered = new UnsteeredOptions();

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Option(
            names = "queries",
            defaultValue = "100",
            paramLabel = "N",
            description = "on how many other queries the reading is tested")
    private int queries;

    @Option(
            names = "answer",
            defaultValue = "",
            paramLabel = "POS",
            completionCandidates = Candidates.PositionNames.class,
            description =
                    "position of the token whose prediction is read; without it the first answer after the query position")
    private String answer = "";

    @Override
    void declare(CommandSpec spec) {
        QuestionOptions.makeOptional(spec);
    }

    @Override
    StudyReport run(Session session) {
        LoadedModel model = session.requireModel();
        Query query = question().queryOrLast(session);
        Neighbours neighbours = unsteered
                .inputs(session)
                .at(query.site(), question().nearness(session), HowFar.watchedToEnd(session, "Measuring inputs"));
        Queries others = new Queries(queries, where.written(), where.condition(session), answer, unsteered.seed());
        ActivationStudy study = new ActivationStudy(
                model.probed(),
                neighbours,
                session.tasks().features().of(model.probed().task()),
                others);
        return new StudyReport(study.of(
                query,
                question().isAsked() ? Optional.empty() : Optional.of(session.requirePreimage()),
                HowFar.watched(session, "Studying")));
    }

    @Override
    Class<StudyReport> resultType() {
        return StudyReport.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%study",
                "%study site=a1.2 pos== match== input=215+461=",
                "%study site=a1.2 pos=A1 match=A1 where=\"A1=1\"",
                "%study site=a1.* pos== match==",
                "StudyReport s = %study site=a1.1 pos== match==");
    }
}
