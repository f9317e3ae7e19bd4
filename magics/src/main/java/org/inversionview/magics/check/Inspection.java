package org.inversionview.magics.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.magics.result.Preimage;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A preimage that a student is to ask for. The check asks the model again: a result that was written by hand, or made of
 * another model under the same name, does not pass.
 *
 * @param model name of a shipped model
 * @param query the query input as {@code %query} takes it
 * @param site short name of the activation site
 * @param position name of the query position
 */
public record Inspection(String model, String query, String site, String position) {

    /** So many of the nearest and of the farthest samples are measured again. */
    private static final int MEASURED = 8;

    /** Another processor rounds elsewhere. */
    private static final double TOLERANCE = 1e-3;

    private static final String CPU = "cpu";

    /** Checks that a result is a preimage of this: of this model, input, site and position, with distances that it really has. */
    public void check(@Nullable Preimage got) {
        Check asked = Check.that("the preimage of %s at %s of %s".formatted(site, position, query))
                .hint("%%model %s, %%query %s, %%inspect site=%s pos=%s".formatted(model, query, site, position));
        if (got == null) {
            throw asked.wrong("a Preimage", "null");
        }
        EpsilonPreimage data = got.data();
        asked.equal(site, data.site());
        try (LoadedModel loaded = LoadedModel.load(
                new LoadedModel.Request(
                        model, Optional.empty(), data.provenance().processed(), CPU),
                new TaskRegistry())) {
            check(asked, data, loaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Check asked, EpsilonPreimage data, LoadedModel loaded) {
        Task task = loaded.probed().task();
        int[] input = task.parse(query);
        asked.equal(task.vocabulary().decode(input), data.query());
        asked.equal(position, Positions.name(task, input, data.position()));
        List<Sample> claimed = measuredAgain(data.samples());
        if (claimed.isEmpty()) {
            throw asked.wrong("samples", "none");
        }
        Query question = Query.of(data, task);
        List<Sample> measured = MeasuredInputs.measure(
                        loaded.probed(),
                        loaded.provenance(),
                        question,
                        claimed.stream().map(sample -> tokens(task, sample)).toList(),
                        data.settings())
                .inputs();
        for (int i = 0; i < claimed.size(); i++) {
            Sample sample = claimed.get(i);
            Check.that("the distance of %s, measured again".formatted(sample.text()))
                    .hint(asked.look())
                    .near(measured.get(i).distance(), TOLERANCE, sample.distance());
        }
    }

    private static List<Sample> measuredAgain(List<Sample> samples) {
        int most = Math.min(MEASURED, samples.size());
        return Stream.concat(samples.stream().limit(most), samples.stream().skip(samples.size() - most))
                .filter(sample -> !Double.isInfinite(sample.distance()))
                .distinct()
                .toList();
    }

    private static int[] tokens(Task task, Sample sample) {
        return sample.tokens().stream().mapToInt(task.vocabulary()::id).toArray();
    }
}
