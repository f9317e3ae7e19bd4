package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Source;

/**
 * What the members of one ε-preimage share, and how sure that is. Plain values.
 *
 * @param provenance model, weights, device and versions
 * @param query the query input as text
 * @param site short name of the activation site
 * @param position name of the query position
 * @param near what counts as inside
 * @param members whence the members are: those of another source than {@code task} and {@code exact} are steered, and are taken
 *     where others are too few
 * @param inside how many members were read, duplicates counted
 * @param nearMisses how many near misses
 * @param all how many inputs that nothing steered
 * @param tested how many candidate features
 * @param statements that no other explains, the one that says most first
 * @param indifferent named features of which members have the query's value as often as all inputs do
 * @param description the fewest statements that tell members from other inputs
 * @param curve of the description against ε; without points where there is none
 * @param examples some members as text
 * @param seed of the draws
 * @param seconds how long it took
 */
public record Explanation(
        Provenance provenance,
        String query,
        String site,
        String position,
        Nearness near,
        Source members,
        int inside,
        int nearMisses,
        int all,
        int tested,
        List<Statement> statements,
        List<Statement> indifferent,
        Description description,
        EpsilonCurve curve,
        List<String> examples,
        long seed,
        double seconds) {

    /**
     * A conjunction of statements.
     *
     * @param statements joined by "and"; none where nothing was found
     * @param precision of all inputs that nothing steered and meet it, those inside ε
     * @param recall of the members, those that meet it
     */
    public record Description(List<Statement> statements, Proportion precision, Proportion recall) {

        public Description {
            statements = List.copyOf(statements);
        }
    }

    public Explanation {
        statements = List.copyOf(statements);
        indifferent = List.copyOf(indifferent);
        examples = List.copyOf(examples);
    }

    /** Returns whether nothing steered the search for members, so that shares of them are shares of the preimage. */
    public boolean isFair() {
        return members == Source.TASK || members == Source.EXACT;
    }
}
