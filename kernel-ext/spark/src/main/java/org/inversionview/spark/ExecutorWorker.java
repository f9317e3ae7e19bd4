package org.inversionview.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.WorkItem;
import org.inversionview.models.sweep.WorkerThread;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;

/**
 * The model of an executor, on one device, and the thread that it computes on: of several tasks in one JVM, one at a time computes.
 * The model is loaded with the first item, and stays as long as the JVM, which is the sweep's own.
 */
final class ExecutorWorker {

    /** The workers of this JVM by job and device: Spark has no other place that outlives a task. */
    private static final Map<Place, ExecutorWorker> WORKERS = new HashMap<>();

    private static final String GPU = "gpu";

    private record Place(SweepJob job, String device) {}

    private final SweepPlan plan;
    private final Map<String, WorkItem> items;
    private final ForkJoinPool thread = WorkerThread.open();
    private final ItemRunner runner;

    private ExecutorWorker(SweepPlan plan, SweepJob job, String device) throws IOException {
        this.plan = plan;
        thread.submit(() -> PyTorch.spreadOver(job.threads())).join();
        this.items = plan.items().stream().collect(Collectors.toMap(WorkItem::name, Function.identity()));
        TaskRegistry tasks = new TaskRegistry();
        SweepPlan.Subject subject = plan.model();
        this.runner = new ItemRunner(
                LoadedModel.load(
                        new LoadedModel.Request(
                                here(job.model()), Optional.of(subject.task()), subject.processed(), device),
                        tasks),
                plan,
                tasks.features());
    }

    /**
     * Returns the worker for a job, on the CPU, or on the GPU that Spark gave the task where the plan is for one.
     *
     * @throws IOException in one line, if the model cannot be loaded
     * @throws InvalidRequestException likewise, or if there is no GPU
     */
    static ExecutorWorker of(SweepJob job, TaskContext task) throws IOException {
        SweepPlan plan = job.plan();
        Place place = new Place(job, device(plan, task));
        synchronized (WORKERS) {
            ExecutorWorker known = WORKERS.get(place);
            if (known == null) {
                known = new ExecutorWorker(plan, job, place.device());
                WORKERS.put(place, known);
            }
            return known;
        }
    }

    private static String device(SweepPlan plan, TaskContext task) {
        if (!plan.model().device().startsWith(GPU)) {
            return plan.model().device();
        }
        ResourceInformation gpu = task.resourcesJMap().get(GPU);
        if (gpu == null) {
            throw new InvalidRequestException(
                    "device",
                    plan.model().device(),
                    "Spark gave the task no GPU: submit with --conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1");
        }
        return GPU + gpu.addresses()[0];
    }

    /** Returns the model to load here: a shipped one, a folder at the same path, or what was brought with the job. */
    private static String here(String model) {
        if (Zoo.names().contains(model) || Files.isDirectory(Path.of(model))) {
            return model;
        }
        Path brought = Path.of(SparkFiles.getRootDirectory());
        Path archive = brought.resolve(Objects.requireNonNull(Path.of(model).getFileName()));
        if (Files.isDirectory(archive)) {
            return archive.toString();
        }
        return Files.exists(brought.resolve(ModelCard.FILE)) ? brought.toString() : model;
    }

    SweepPlan plan() {
        return plan;
    }

    /** Returns the plan's item of that name. */
    WorkItem item(String name) {
        return Objects.requireNonNull(items.get(name), name);
    }

    /** Returns an item's rows; what goes wrong with it is a row. */
    List<SweepRow> rows(WorkItem item) {
        return thread.submit(() -> runner.rows(item)).join();
    }
}
