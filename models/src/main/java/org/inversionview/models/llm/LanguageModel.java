package org.inversionview.models.llm;

import java.io.IOException;

/** Something that answers a text with a text. */
@FunctionalInterface
public interface LanguageModel {

    /**
     * Returns what it answers.
     *
     * @throws IOException in one line, without a secret, if there is no answer
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Answer ask(String prompt) throws IOException;

    /**
     * An answer, which is a machine's: nothing of it is known to be true.
     *
     * @param text anything
     * @param model that answered, as it names itself
     * @param host that was asked
     */
    record Answer(String text, String model, String host) {}
}
