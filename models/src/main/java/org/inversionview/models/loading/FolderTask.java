package org.inversionview.models.loading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;
import org.inversionview.models.probed.HuggingFaceConfig;
import org.inversionview.models.tasks.AnyText;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.tokenizer.FolderTokenizer;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.weights.WeightFile;

/**
 * The task of a model that others trained, in the tokens that its folder says.
 *
 * @param task whose inputs it reads
 * @param checked whether the folder says into which tokens texts are cut; else the task's are taken on trust
 */
public record FolderTask(Task task, boolean checked) {

    private static final String OWN = "text-";
    private static final int SHORT_HASH = 8;

    /**
     * Returns the task of a model's folder.
     *
     * @param asked its name, if one is asked for
     * @throws IOException in one line, if the folder's tokenizer cannot be read
     * @throws InvalidRequestException if the task asked for has other tokens, or a task is needed and none was asked for
     */
    public static FolderTask of(Path folder, Optional<String> asked, TaskRegistry tasks) throws IOException {
        HuggingFaceConfig config = HuggingFaceConfig.read(folder);
        int rows = config.transformer().vocabulary();
        Optional<Vocabulary> said = FolderTokenizer.read(folder, rows, config.bos());
        if (said.isEmpty()) {
            return new FolderTask(named(folder, asked, rows, tasks), false);
        }
        Vocabulary vocabulary = said.get();
        Optional<Task> reader =
                tasks.readerOfAnyText(vocabulary.known()).filter(task -> task.vocabulary() == vocabulary);
        if (asked.isEmpty() && reader.isPresent()) {
            return new FolderTask(reader.get(), true);
        }
        String own = OWN + hash(vocabulary);
        if (asked.isEmpty() || asked.get().equals(own)) {
            return new FolderTask(
                    new AnyText(own, vocabulary, config.transformer().positions()), true);
        }
        if (isOwn(asked.get())) {
            throw new InvalidRequestException(
                    "task", asked.get(), "%s cuts texts into other tokens: leave the task out".formatted(folder));
        }
        return new FolderTask(inTokensOf(vocabulary, tasks.named(asked.get()), folder), true);
    }

    /** Returns whether a task's name is that of some folder's own tokens, and so no session's. */
    public static boolean isOwn(String task) {
        return task.matches(OWN + "[0-9a-f]{%s}".formatted(SHORT_HASH));
    }

    private static Task named(Path folder, Optional<String> asked, int rows, TaskRegistry tasks) {
        return asked.map(tasks::named)
                .or(() -> tasks.readerOfAnyText(rows))
                .orElseThrow(() -> new InvalidRequestException(
                        "task",
                        "",
                        "%s does not say which vocabulary it has, and so needs a task; there is %s"
                                .formatted(folder, tasks.listed())));
    }

    /** Returns the task, its texts cut anew where it has texts. */
    private static Task inTokensOf(Vocabulary vocabulary, Task task, Path folder) {
        if (task.vocabulary() == vocabulary) {
            return task;
        }
        if (task instanceof TextCorpus corpus) {
            return corpus.in(vocabulary);
        }
        Vocabulary other = task.vocabulary();
        IntStream.range(0, Math.min(other.known(), vocabulary.known()))
                .filter(id -> !other.token(id).equals(vocabulary.token(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw new InvalidRequestException(
                            "task",
                            task.name(),
                            "its tokens are not those of %s (id %s is '%s' there, '%s' here): leave the task out, and any text can be asked about"
                                    .formatted(
                                            folder,
                                            id,
                                            OneLine.brief(vocabulary.token(id)),
                                            OneLine.brief(other.token(id))));
                });
        return task;
    }

    /** Tokens that differ make another task. */
    private static String hash(Vocabulary vocabulary) throws IOException {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, vocabulary.size())
                .forEach(id -> all.append(vocabulary.token(id)).append('\n'));
        return WeightFile.sha256(all.toString()).substring(0, SHORT_HASH);
    }
}
