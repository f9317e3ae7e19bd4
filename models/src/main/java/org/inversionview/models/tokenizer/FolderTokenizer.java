package org.inversionview.models.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;

/** The vocabulary of a model by the files in its folder: tokenizer.json, or vocab.json with merges.txt. */
public final class FolderTokenizer {

    /** Tokenizers that cannot be read, but be written as tokenizer.json. */
    private static final List<String> OTHERS =
            List.of("tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.txt");

    /** What begins a text where the configuration does not say it. */
    private static final List<String> BEGINNINGS = List.of("<|endoftext|>", "<s>", "<bos>", "[BOS]", "[CLS]", "</s>");

    private FolderTokenizer() {}

    /**
     * Returns the vocabulary that a folder's files describe: GPT-2's own where they are GPT-2's; nothing where there are none.
     *
     * @param rows tokens that the model knows
     * @param bos id of the token that begins a text, as far as the model's configuration says it
     * @throws IOException in one line, if a file is damaged, or something is there that cannot be read
     */
    public static Optional<Vocabulary> read(Path folder, int rows, OptionalInt bos) throws IOException {
        Optional<TokenizerFile> found = file(folder);
        if (found.isEmpty()) {
            return vocabularyAlone(folder);
        }
        TokenizerFile file = found.get();
        if (file.gpt2() && rows >= BytePairs.gpt2().known()) {
            return Optional.of(BytePairs.gpt2());
        }
        return Optional.of(new OwnVocabulary(file, rows, beginning(file, rows, bos)));
    }

    private static Optional<TokenizerFile> file(Path folder) throws IOException {
        Path one = folder.resolve(TokenizerFile.NAME);
        if (Files.exists(one)) {
            return Optional.of(TokenizerFile.read(one));
        }
        return Files.exists(folder.resolve(MergesFile.MERGES)) && Files.exists(folder.resolve(MergesFile.VOCABULARY))
                ? Optional.of(MergesFile.read(folder))
                : Optional.empty();
    }

    /** Ids alone tell whether they are GPT-2's, and do not say how another's texts are cut. */
    private static Optional<Vocabulary> vocabularyAlone(Path folder) throws IOException {
        Path vocabulary = folder.resolve(MergesFile.VOCABULARY);
        if (Files.exists(vocabulary)) {
            Optional<String> difference = BytePairs.difference(MergesFile.ids(vocabulary));
            if (difference.isPresent()) {
                throw new IOException(
                        "%s is another vocabulary than GPT-2's (%s), and without %s or %s beside it no text can be cut: fetch one of them"
                                .formatted(vocabulary, difference.get(), MergesFile.MERGES, TokenizerFile.NAME));
            }
            return Optional.of(BytePairs.gpt2());
        }
        for (String other : OTHERS) {
            if (Files.exists(folder.resolve(other))) {
                throw new IOException(
                        "%s is a tokenizer that cannot be read: AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER) in Python writes %s"
                                .formatted(folder.resolve(other), TokenizerFile.NAME));
            }
        }
        return Optional.empty();
    }

    /** Returns what the configuration says where the tokenizer calls that special, too; else the usual, else what it says. */
    private static int beginning(TokenizerFile file, int rows, OptionalInt bos) throws IOException {
        Map<String, Integer> tokens = file.tokens();
        Optional<Integer> said = bos.stream()
                .boxed()
                .filter(id -> id < rows && tokens.containsValue(id))
                .findFirst();
        return said.filter(file.added()::containsValue)
                .or(() -> BEGINNINGS.stream()
                        .flatMap(token -> Stream.ofNullable(tokens.get(token)))
                        .filter(id -> id < rows)
                        .findFirst())
                .or(() -> said)
                .orElseThrow(() -> new IOException(
                        "nothing says which token begins a text: write its id into config.json, \"bos_token_id\": 0 for the first of %s"
                                .formatted(file.file())));
    }
}
