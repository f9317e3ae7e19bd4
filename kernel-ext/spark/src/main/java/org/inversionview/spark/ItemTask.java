package org.inversionview.spark;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.sweep.WorkItem;

/** What a task does with its items, given by name: their rows are kept one item after the other, those that are kept already stay. */
final class ItemTask implements VoidFunction<Iterator<String>> {

    private static final long serialVersionUID = 1;

    private final Broadcast<SweepJob> job;
    private final Broadcast<SerializableConfiguration> hadoop;

    ItemTask(Broadcast<SweepJob> job, Broadcast<SerializableConfiguration> hadoop) {
        this.job = job;
        this.hadoop = hadoop;
    }

    @Override
    public void call(Iterator<String> names) {
        try {
            ExecutorWorker worker = ExecutorWorker.of(job.value(), TaskContext.get());
            HadoopFolder folder = new HadoopFolder(
                    job.value().folder(), worker.plan(), hadoop.value().value());
            while (names.hasNext()) {
                WorkItem item = worker.item(names.next());
                if (!folder.has(item)) {
                    folder.keep(item, worker.rows(item));
                }
            }
        } catch (IOException | InvalidRequestException e) {
            throw new UnfitExecutorException(e);
        }
    }
}
