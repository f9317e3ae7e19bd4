package org.inversionview.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.inversionview.magics.sweep.ItemFile;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.SweepStore;
import org.inversionview.models.sweep.WorkItem;

/**
 * A {@link SweepFolder} on any file system that Hadoop knows, laid out as that is: what Spark began, threads can end. Two
 * executors may write one item, of a task that Spark runs again: both have the same rows.
 */
final class HadoopFolder implements SweepStore {

    private final FileSystem files;
    private final Path folder;
    private final SweepPlan plan;

    /** Takes a folder, and leaves it as it is. */
    HadoopFolder(String folder, SweepPlan plan, Configuration hadoop) throws IOException {
        this.folder = new Path(folder);
        this.plan = plan;
        this.files = this.folder.getFileSystem(hadoop);
        files.setWriteChecksum(false); // of a local folder, whose files would have others beside them
    }

    /** Writes the plan where there is none; refuses a folder with another one. */
    void begin() throws IOException {
        Path file = new Path(folder, SweepFolder.PLAN);
        if (!files.exists(file)) {
            write(file, StrictJson.write(plan).getBytes(StandardCharsets.UTF_8));
        } else if (!plan(file).equals(plan)) {
            throw SweepFolder.another(folder.toString());
        }
    }

    private SweepPlan plan(Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            return StrictJson.read(in, file.toString(), SweepPlan.class, "name another folder");
        }
    }

    @Override
    public Set<String> finished() throws IOException {
        Set<String> items = new HashSet<>();
        try {
            RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
            while (found.hasNext()) {
                FileStatus file = found.next();
                ItemFile.item(file.getPath().getName()).ifPresent(items::add);
            }
        } catch (FileNotFoundException nothingYet) {
            return Set.of();
        }
        return items;
    }

    /** Returns whether an item's rows are kept. */
    boolean has(WorkItem item) throws IOException {
        return files.exists(file(item));
    }

    @Override
    public void keep(WorkItem item, List<SweepRow> rows) throws IOException {
        write(file(item), ItemFile.of(plan, rows));
    }

    private Path file(WorkItem item) {
        return new Path(new Path(folder, ItemFile.folder(item)), ItemFile.name(item));
    }

    /** Writes beside and renames; what stands there already, stays. */
    private void write(Path file, byte[] bytes) throws IOException {
        Path beside = new Path(file.getParent(), "_" + UUID.randomUUID() + WrittenFile.BESIDE);
        try {
            try (OutputStream out = files.create(beside)) {
                out.write(bytes);
            }
            if (!files.rename(beside, file) && !files.exists(file)) {
                throw new IOException("%s cannot be renamed to %s".formatted(beside, file));
            }
        } finally {
            files.delete(beside, false);
        }
    }
}
