package org.inversionview.magics.command;

import java.io.IOException;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.inversionview.models.llm.LanguageModel;
import org.inversionview.models.llm.OpenAiEndpoint;
import org.inversionview.models.llm.OpenAiSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whether a language model is asked, too. */
final class LanguageModelOptions {

    private static final String NO = "false";
    private static final String YES = "true";
    private static final String PROMPT = "prompt";

    @Option(
            names = "llm",
            defaultValue = NO,
            paramLabel = "false|prompt|true",
            completionCandidates = Candidates.LanguageModelUses.class,
            description =
                    "true: also has a language model guess, and tests what it claims; inputs are sent to the OpenAI-compatible endpoint that OPENAI_BASE_URL names, with OPENAI_API_KEY. prompt: shows what would be sent, and sends nothing")
    private String use = "";

    @Option(
            names = "llm-model",
            paramLabel = "NAME",
            description = "with llm=true: which model of the endpoint; without it, OPENAI_MODEL")
    private @Nullable String name;

    /**
     * Returns what is asked; nothing where nothing is sent.
     *
     * @throws MagicException if it is not said whether
     * @throws IOException if it is not said whom
     */
    Optional<LanguageModel> asked(Session session) throws IOException {
        return switch (use) {
            case NO, PROMPT -> Optional.empty();
            case YES ->
                Optional.of(new OpenAiEndpoint(new OpenAiSettings(session.environment()), Optional.ofNullable(name)));
            default -> throw new MagicException("llm=%s: write false, prompt or true".formatted(use));
        };
    }

    /** Returns whether a question is to be written, be it sent or not. */
    boolean isWanted() {
        return !use.equals(NO);
    }
}
