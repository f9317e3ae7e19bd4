package org.inversionview.models.inversion;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a result comes from: enough to compute it again and to see what differs.
 *
 * @param model the probed model's name or folder
 * @param task the task's name
 * @param processed whether activations are those of the processed weights
 * @param probedSha256 hash of the probed model's weight file
 * @param decoderSha256 hash of the decoder's weight file
 * @param device such as {@code cpu} or {@code gpu0 (NVIDIA H200)}
 * @param versions of this project, Java, DJL and the PyTorch library that computed, and over how many threads it did, by name
 * @param asked line by line, what was said to get the result, in the words of whoever asked; empty where a program did
 */
public record Provenance(
        String model,
        String task,
        boolean processed,
        String probedSha256,
        String decoderSha256,
        String device,
        Map<String, String> versions,
        List<String> asked) {

    public Provenance {
        versions = Map.copyOf(versions);
        asked = List.copyOf(Objects.requireNonNullElse(asked, List.of())); // older files do not say it
    }

    /** Makes one of what a program asked. */
    public Provenance(
            String model,
            String task,
            boolean processed,
            String probedSha256,
            String decoderSha256,
            String device,
            Map<String, String> versions) {
        this(model, task, processed, probedSha256, decoderSha256, device, versions, List.of());
    }

    /** Returns the same of what was asked with these lines. */
    public Provenance askedWith(List<String> lines) {
        return new Provenance(model, task, processed, probedSha256, decoderSha256, device, versions, lines);
    }
}
