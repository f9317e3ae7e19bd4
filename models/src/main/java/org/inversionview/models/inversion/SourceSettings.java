package org.inversionview.models.inversion;

import java.util.Optional;
import org.inversionview.models.tasks.CorpusText;

/**
 * What a source of samples needs to be told, beside a decoder's {@link SamplingSettings}.
 *
 * @param draws how many inputs are drawn from the task; see {@link TaskInputs#usualDraws}
 * @param seed of the draws
 * @param runs of the model that a search may take
 * @param corpus whose windows are measured, and from which a search goes on; nothing where none was given
 */
public record SourceSettings(int draws, long seed, int runs, Optional<Windows> corpus) {

    /**
     * Windows of a text.
     *
     * @param length tokens of each at most, BOS and EOS not counted
     */
    public record Windows(CorpusText text, int length) {}
}
