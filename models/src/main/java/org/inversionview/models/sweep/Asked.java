package org.inversionview.models.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * A plan's query inputs: the same for every site, and where the plan gives them for every measure. Shares its arrays.
 *
 * @param inputs BOS and EOS included
 */
record Asked(SweepPlan plan, Task task, List<int[]> inputs) {

    /**
     * Returns the queries that a plan gives, or draws.
     *
     * @throws org.inversionview.models.InvalidRequestException if a given one is no input of the task
     */
    static Asked of(SweepPlan plan, Task task) {
        if (!plan.queries().given().isEmpty()) {
            return new Asked(
                    plan, task, plan.queries().given().stream().map(task::parse).toList());
        }
        RandomGenerator random = new SplittableRandom(plan.seed());
        return new Asked(
                plan,
                task,
                Stream.generate(() -> task.sample(random))
                        .limit(plan.queries().count())
                        .toList());
    }

    /** Returns whether the plan gives them, so that measures that draw many of their own take these instead. */
    boolean areGiven() {
        return !plan.queries().given().isEmpty();
    }

    /** Returns an item's query inputs. */
    List<int[]> inputs(WorkItem item) {
        return inputs.subList(item.from(), item.to());
    }

    /**
     * One query at one position.
     *
     * @param text of the input, without BOS and EOS
     * @param seed of what is random about it
     */
    record One(Query query, String text, String position, long seed) {}

    /** Returns a row a query and position of an item; what goes wrong with one is its row. */
    List<SweepRow> rows(WorkItem item, BiFunction<WorkItem, One, SweepRow> measured) {
        ActivationSite site = ActivationSite.parse(item.site());
        List<SweepRow> rows = new ArrayList<>();
        for (int index = item.from(); index < item.to(); index++) {
            int[] input = inputs.get(index);
            String text = new NamedInput(task, input).text();
            for (String position : plan.positions()) {
                OptionalInt at = Positions.find(task, input, position);
                if (at.isPresent()) {
                    ItemRunner.requireGoingOn();
                    long seed = item.seed(plan.seed(), index, position);
                    One one = new One(new Query(input, site, at.getAsInt()), text, position, seed);
                    rows.add(row(item, one, measured));
                }
            }
        }
        return rows;
    }

    /** Returns the text of another input without BOS and EOS. */
    String plain(String text) {
        String bos = task.vocabulary().token(task.vocabulary().bos());
        String eos = task.vocabulary().token(task.vocabulary().eos());
        int from = text.startsWith(bos) ? bos.length() : 0;
        int to = text.length() - (text.endsWith(eos) ? eos.length() : 0);
        return text.substring(from, Math.max(from, to));
    }

    private static SweepRow row(WorkItem item, One one, BiFunction<WorkItem, One, SweepRow> measured) {
        try {
            return measured.apply(item, one);
        } catch (RuntimeException e) {
            return ItemRunner.failed(item, one.position(), one.text(), e);
        }
    }
}
