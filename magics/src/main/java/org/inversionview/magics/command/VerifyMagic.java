package org.inversionview.magics.command;

import java.util.List;
import java.util.Locale;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.CumulativeVerification;
import org.inversionview.magics.result.PatchingQuestion;
import org.inversionview.magics.result.PreimageVerification;
import org.inversionview.magics.result.Verification;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.ContrastPair;
import org.inversionview.models.causal.CumulativeEffects.Order;
import org.inversionview.models.causal.OutputMetric;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.causal.PatchingExperiment;
import org.inversionview.models.causal.PreimageCheck;
import org.inversionview.models.probed.ProbedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Tests a reading causally: patches activations with those of contrast inputs, or of a preimage's samples.")
final class VerifyMagic extends MagicCommand<Verification> {

    /** What may be verified instead of patches. */
    enum Subject {
        PREIMAGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "preimage",
            arity = "0..1",
            description = "test the preimage that %%inspect showed last; takes answer= and seed= only")
    private @Nullable Subject subject;

    @Option(
            names = "patch",
            paramLabel = "SITE@POS,…",
            completionCandidates = Candidates.Patches.class,
            description = "activations to patch, in order: a0.0@A3,a0.1@A3 or a0.*@A3 or heads@A3")
    private @Nullable String patch;

    @Mixin
    private PatchingOptions patching = new PatchingOptions();

    @Option(
            names = "order",
            defaultValue = "both",
            description = "patch from the first to the last, from the last to the first, or each in turn")
    private Order order = Order.BOTH;

    @Override
    Verification run(Session session) {
        ProbedModel model = session.requireModel().probed();
        if (subject != null) {
            return preimage(session, model);
        }
        if (patch == null) {
            throw new MagicException("what is tested? Add patch=heads@%s, or write %%verify preimage after an %%inspect"
                    .formatted(patching.answer().before(model.task())));
        }
        List<Patch> patches = Patch.parse(model, patch);
        PatchingQuestion question = patching.question(model.task());
        List<ContrastPair> pairs = patching.pairs(session);
        PatchingExperiment experiment = new PatchingExperiment(
                model, pairs, question.answer(), OutputMetric.LOGIT_DIFFERENCE, HowFar.watched(session, "Patching"));
        return new CumulativeVerification(
                question,
                experiment.cumulative(patches, order),
                session.requireModel().provenance());
    }

    private Verification preimage(Session session, ProbedModel model) {
        if (patch != null || patching.isAboutInputs() || order != Order.BOTH) {
            throw new MagicException("%verify preimage takes answer= and seed= only: it patches the query activation");
        }
        PreimageCheck check = PreimageCheck.of(
                model,
                session.requirePreimage(),
                patching.answer().given(),
                patching.answer().seed());
        return new PreimageVerification(check, session.requireModel().provenance());
    }

    @Override
    boolean isAboutLastPreimage() {
        return subject != null;
    }

    @Override
    Class<Verification> resultType() {
        return Verification.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%verify patch=heads@= answer=A1 change=F1,S1",
                "%verify patch=a1.0@A1,a1.2@A1 answer=A2 change=F2,S2 where=\"A1=1\"", "%verify preimage");
    }
}
