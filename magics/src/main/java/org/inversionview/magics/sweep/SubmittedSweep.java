package org.inversionview.magics.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;

/**
 * A sweep that Spark's executors do, into a folder that they share with this machine.
 *
 * @param path of the folder
 * @param master as {@code spark-submit} is told
 */
public record SubmittedSweep(SweepPlan plan, Path path, String master, SparkHome spark) implements PlannedSweep {

    private static final String LOG = ".spark.log";
    private static final Pattern PROGRESS = Pattern.compile("(\\d+) of (\\d+) items, (\\d+) s left");
    private static final long OFTEN = 200; // milliseconds
    private static final long PATIENCE = 20; // seconds

    @Override
    public Sweep.Outcome run(ProgressListener listener) throws IOException {
        try (ProcessLock alone = SweepFolder.lock(path)) {
            SweepFolder folder = SweepFolder.open(path, plan);
            long start = System.nanoTime();
            Process process = new ProcessBuilder(spark.command(master, path))
                    .redirectError(path.resolve(LOG).toFile())
                    .start();
            try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
                follow(process, said, start, listener);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end(process);
            }
            return new Sweep.Outcome(folder.finished().size(), plan.items().size(), seconds(start));
        }
    }

    private void follow(Process process, BufferedReader said, long start, ProgressListener listener)
            throws IOException, InterruptedException {
        String last = "it said nothing";
        boolean alive = true;
        while (alive) {
            alive = !process.waitFor(OFTEN, TimeUnit.MILLISECONDS); // what it said before its end is read once more
            while (said.ready()) {
                last = said.readLine();
                heard(last, seconds(start), listener);
            }
        }
        if (process.exitValue() != 0) {
            throw new IOException("Spark could not do it: %s (its log: %s)".formatted(last, path.resolve(LOG)));
        }
    }

    private static void heard(String line, double seconds, ProgressListener listener) {
        Matcher progress = PROGRESS.matcher(line);
        if (progress.matches()) {
            double left = Double.parseDouble(progress.group(3));
            listener.on(new WorkProgress(
                    seconds / (seconds + left),
                    Integer.parseInt(progress.group(1)),
                    Integer.parseInt(progress.group(2)),
                    seconds));
        }
    }

    /** Has the driver end its executors, if it still runs. */
    private static void end(Process process) {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
