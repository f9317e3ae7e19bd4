package org.inversionview.models.reading;

import java.util.Arrays;
import java.util.List;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/**
 * Members that a decoder proposes. It is steered towards what it knows of the activation, so its members may share more than the
 * preimage's do.
 */
public final class ProposedMembers implements Members {

    private final InversionView view;
    private final int proposals;
    private final SamplingSchedule schedule;
    private final long seed;

    /**
     * Asks a decoder.
     *
     * @param view of the decoder
     * @param proposals of each query
     */
    public ProposedMembers(InversionView view, int proposals, SamplingSchedule schedule, long seed) {
        this.view = view;
        this.proposals = proposals;
        this.schedule = schedule;
        this.seed = seed;
    }

    @Override
    public Found of(Asked query, Standing standing, List<FeatureValues> features) {
        UnsteeredInputs inputs = query.neighbours().inputs();
        int[] input = inputs.input(query.index());
        Task task = inputs.task();
        SamplingSettings settings = query.neighbours().nearness().sampling(proposals, schedule, seed);
        List<Sample> members =
                view.inspect(new Query(input, query.neighbours().site(), query.position()), settings).inside().stream()
                        .filter(sample -> sample.wellFormed() && !Arrays.equals(ids(task, sample), input))
                        .toList();
        int[] agreeing = new int[features.size()];
        for (Sample member : members) {
            NamedInput named = new NamedInput(task, ids(task, member));
            for (int feature = 0; feature < agreeing.length; feature++) {
                FeatureValues values = features.get(feature);
                int own = values.code(query.index(), query.position());
                Object value = values.feature().of(named, member.matchedPosition());
                agreeing[feature] += values.code(value) == own ? member.count() : 0;
            }
        }
        return new Found(
                members.stream().mapToInt(Sample::count).sum(),
                agreeing,
                members.isEmpty() ? "" : new NamedInput(task, ids(task, members.get(0))).text());
    }

    private static int[] ids(Task task, Sample sample) {
        return sample.tokens().stream().mapToInt(task.vocabulary()::id).toArray();
    }
}
