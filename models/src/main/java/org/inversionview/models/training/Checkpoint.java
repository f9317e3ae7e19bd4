package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.weights.WeightFile;

/** The state of a training on disk: the step reached and the optimiser's arrays. */
final class Checkpoint {

    private Checkpoint() {}

    /** Writes the state of a training: the step reached and its arrays. */
    static void write(Path file, long step, List<NDArray> state) throws IOException {
        NDList list = new NDList();
        try (NDManager scratch = state.get(0).getManager().newSubManager()) {
            NDArray count = scratch.create(new long[] {step});
            count.setName("step");
            list.add(count);
            for (int i = 0; i < state.size(); i++) {
                state.get(i).setName("state." + i);
                list.add(state.get(i));
            }
            WeightFile.write(file, list);
        }
    }

    /**
     * Fills the arrays from the file and returns the step it was written at.
     *
     * @throws IOException in one line, if the file is damaged or another training's
     */
    static long read(Path file, List<NDArray> state) throws IOException {
        WeightFile.shapes(file);
        try (NDManager scratch = state.get(0).getManager().newSubManager();
                InputStream in = RegularFile.open(file)) {
            NDList list = NDList.decode(scratch, in);
            for (int i = 0; i < state.size(); i++) {
                NDArray stored = list.get("state." + i);
                if (stored == null || !stored.getShape().equals(state.get(i).getShape())) {
                    throw new IOException(
                            "checkpoint %s does not fit: array %s has another shape; train with the options it was begun with, or with another folder"
                                    .formatted(file, i));
                }
                Torch.overwrite(state.get(i), stored);
            }
            NDArray step = list.get("step");
            if (step == null || step.size() != 1 || step.getDataType() != DataType.INT64) {
                throw new IOException(
                        "checkpoint %s does not say at which step it was written: delete it to begin again"
                                .formatted(file));
            }
            return step.getLong();
        }
    }
}
