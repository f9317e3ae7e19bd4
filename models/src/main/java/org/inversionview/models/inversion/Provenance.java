package org.inversionview.models.inversion;

import java.util.Map;

/**
 * Where a result comes from: enough to compute it again and to see what differs.
 *
 * @param model the probed model's name or folder
 * @param task the task's name
 * @param processed whether activations are those of the processed weights
 * @param probedSha256 hash of the probed model's weight file
 * @param decoderSha256 hash of the decoder's weight file
 * @param device such as {@code cpu} or {@code gpu0 (NVIDIA H200)}
 * @param versions of this project, Java, DJL and the PyTorch library that computed, by name
 */
public record Provenance(
        String model,
        String task,
        boolean processed,
        String probedSha256,
        String decoderSha256,
        String device,
        Map<String, String> versions) {

    public Provenance {
        versions = Map.copyOf(versions);
    }
}
