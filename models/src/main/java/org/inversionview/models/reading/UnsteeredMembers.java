package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.UnsteeredInputs;

/** Members among inputs that nothing steered: a fair sample of the preimage. */
final class UnsteeredMembers implements Members {

    @Override
    public Found of(Asked query, Standing standing, List<FeatureValues> features) {
        UnsteeredInputs inputs = query.neighbours().inputs();
        double epsilon = query.neighbours().nearness().epsilon();
        int[] agreeing = new int[features.size()];
        int inside = 0;
        String example = "";
        for (int i = 0; i < inputs.size(); i++) {
            int count = inputs.count(i) - (i == query.index() ? 1 : 0);
            if (standing.distances()[i] <= epsilon && count > 0) {
                inside += count;
                example = example.isEmpty() ? inputs.named(i).text() : example;
                for (int feature = 0; feature < agreeing.length; feature++) {
                    FeatureValues values = features.get(feature);
                    int own = values.code(query.index(), query.position());
                    agreeing[feature] += values.code(i, standing.positions()[i]) == own ? count : 0;
                }
            }
        }
        return new Found(inside, agreeing, example);
    }
}
