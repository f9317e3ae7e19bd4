package org.inversionview.magics.command;

import org.inversionview.magics.options.Candidates;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import picocli.CommandLine.Option;

/** The options that say how a decoder samples. */
final class SamplingOptions {

    @Option(names = "n", defaultValue = "1024", paramLabel = "N", description = "how many inputs the decoder proposes")
    private int proposals;

    @Option(
            names = "schedule",
            defaultValue = "auto",
            paramLabel = "LIST",
            completionCandidates = Candidates.Schedules.class,
            description =
                    "temperatures, each with noise if wanted: 0.5,1,2,2+0.1 is auto; cosine is 0.5+cosine,1+cosine:"
                            + " vectors at cosine 1 − c from the activation, c from 0.10 to 0.25, half to twice as long, for metric=cosine eps=0.25")
    private String schedule = "";

    @Option(
            names = "seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "of all random choices: the same seed gives the same samples")
    private long seed;

    int proposals() {
        return proposals;
    }

    long seed() {
        return seed;
    }

    /** Returns the settings of a question that is asked with so many inputs, of which some are shown. */
    SamplingSettings settings(QuestionOptions question, int inputs, int show) {
        return new SamplingSettings(
                inputs,
                question.epsilon(),
                question.metric(),
                SamplingSchedule.parse(schedule),
                question.match(),
                seed,
                show);
    }
}
