package org.inversionview.models.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import org.inversionview.models.engine.PyTorch;

/** Hugging Face's own library, cutting texts as a tokenizer.json says; its memory is given back when nobody uses it any more. */
final class CuttingLibrary {

    private static final Cleaner CLEANER = Cleaner.create();

    /** Nothing but what is asked for: no padding, no cut, no tokens that the tokenizer would put around a text. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;

    /**
     * Starts the library, unpacked from the class path, never fetched.
     *
     * @throws IOException in one line, if it refuses the file, or cannot run on this machine
     */
    CuttingLibrary(TokenizerFile file) throws IOException {
        this.file = file.file();
        PyTorch.prepare(); // DJL is told to keep off the network
        try {
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(file.json().getBytes(StandardCharsets.UTF_8)), OPTIONS);
        } catch (EngineException | LinkageError e) {
            throw new IOException(
                    "%s cannot be used: the tokenizers library does not run on this machine (%s)"
                            .formatted(file.file(), said(e)),
                    e);
        } catch (RuntimeException e) {
            throw new IOException("%s is no tokenizer: %s; fetch it again".formatted(file.file(), said(e)), e);
        }
        HuggingFaceTokenizer owned = tokenizer;
        CLEANER.register(this, owned::close);
    }

    /**
     * Returns the ids of a text.
     *
     * @throws InvalidRequestException if the library cannot cut it: the file names a token that it lacks
     */
    int[] encode(String text) {
        try {
            return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } catch (RuntimeException e) {
            throw new InvalidRequestException("input", text, "%s does not cut it: %s".formatted(file, said(e)), e);
        }
    }

    String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    private static String said(Throwable e) {
        return OneLine.brief(String.valueOf(e.getMessage()));
    }
}
