package org.inversionview.kernel.assignment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.models.files.WrittenFile;

/**
 * Releases an assignment: the teacher's version is run, and must get every point, before the students' is written.
 *
 * @param limits of the teacher's version
 * @param stub in place of a solution in code
 */
public record Releasing(Limits limits, String stub) {

    /** Fails clearly where nothing was answered. */
    public static final String USUAL_STUB = Release.USUAL_STUB;

    /** Names, in a released notebook's metadata, what the teacher's answers declare. */
    static final String ANSWERS = "inversionview_answers";

    /**
     * Writes the students' notebook into a folder, under the source's name, and returns its path.
     *
     * @throws UserMistake if the source is no assignment, its own answers do not pass, with hidden tests or without, or it would be written over
     */
    public Path release(Path source, Path folder) throws IOException {
        Assignment assignment = Assignment.read(source);
        Path file = folder.resolve(assignment.name() + ".ipynb");
        if (Files.exists(file) && Files.isSameFile(file, source)) {
            throw new UserMistake("--out %s is the folder of the source itself: give another".formatted(folder));
        }
        TeacherRun run;
        OpenPoints open;
        try (TemporaryFolder own = TemporaryFolder.create("iv")) {
            Launch launch = new Launch(limits, Isolation.none());
            run = TeacherRun.of(assignment, own.path(), launch);
            open = OpenPoints.of(assignment, own.path(), launch);
        }
        Notebook released = new Release(stub).of(assignment);
        ArrayNode names = released.metadata().putArray(ANSWERS);
        run.declared().stream().map(DeclaredNames::text).sorted().forEach(names::add);
        open.tell(released);
        WrittenFile.write(file, released.json());
        return file;
    }
}
