package org.inversionview.magics.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import org.inversionview.models.sweep.SweepStore;
import org.inversionview.models.sweep.WorkItem;

/**
 * A folder with a sweep's plan and an {@link ItemFile} an item. A file is written beside its place and renamed: an item is
 * finished once it stands there, and a kill loses those in work alone.
 *
 * @param path of the folder
 * @param plan whose rows it holds
 */
public record SweepFolder(Path path, SweepPlan plan) implements SweepStore {

    /** The file that holds the plan. */
    public static final String PLAN = "plan.json";

    /**
     * Returns the folder for a plan, made where there is none.
     *
     * @throws InvalidRequestException if it holds another plan's rows
     * @throws IOException in one line, if it cannot be read or written
     */
    public static SweepFolder open(Path path, SweepPlan plan) throws IOException {
        Path file = path.resolve(PLAN);
        if (!Files.exists(file)) {
            WrittenFile.write(file, StrictJson.write(plan));
        } else if (!StrictJson.read(file, SweepPlan.class, "name another folder")
                .equals(plan)) {
            throw another(path.toString());
        }
        return new SweepFolder(path, plan);
    }

    /** Returns what is said of a folder that holds another plan's rows. */
    public static InvalidRequestException another(String folder) {
        return new InvalidRequestException(
                "folder", folder, "it holds another sweep, described in %s: name another folder".formatted(PLAN));
    }

    @Override
    public Set<String> finished() throws IOException {
        try (Stream<Path> files = Files.walk(path, 2)) {
            return files.map(file -> ItemFile.item(String.valueOf(file.getFileName())))
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public void keep(WorkItem item, List<SweepRow> rows) throws IOException {
        byte[] parquet = ItemFile.of(plan, rows);
        Path file = path.resolve(ItemFile.folder(item)).resolve(ItemFile.name(item));
        WrittenFile.write(file, out -> out.write(parquet));
    }
}
