package org.inversionview.magics.command;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.inversion.SourceSettings.Windows;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TextCorpus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where inputs come from. */
final class SourceOptions {

    private static final String AUTO = "auto";
    private static final int WINDOW = 24;

    @Option(
            names = "source",
            defaultValue = "auto",
            paramLabel = "auto|decoder|task|exact|corpus|search|LIST",
            completionCandidates = Candidates.Sources.class,
            description =
                    "where inputs come from: the decoder's proposals, draws from the task, all its inputs, windows of a text, or a search that goes on from the nearest draws or windows; auto is the text where one is given, the decoder where there is one, else the task; also a list: decoder,task")
    private String source = "";

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "with source=task or search: how many inputs are drawn; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(
            names = "runs",
            paramLabel = "N",
            description =
                    "with source=search: how many runs of the model it takes; without it, as many as draws take seconds")
    private @Nullable Integer runs;

    @Option(
            names = "corpus",
            paramLabel = "FILE",
            description = "a text of your own in UTF-8, line by line, or the name of a TextCorpus that was registered")
    private @Nullable String corpus;

    @Option(
            names = "window",
            paramLabel = "N",
            description =
                    "with a text: how many tokens of it make an input; without it 24, or what the TextCorpus says")
    private @Nullable Integer window;

    /** Returns the sources that are meant, each once; a search has those inputs in it from which it begins. */
    List<Source> sources(LoadedModel model) {
        Source usual = corpus == null ? model.usualSource() : Source.CORPUS;
        List<Source> named = source.equals(AUTO)
                ? List.of(usual)
                : Arrays.stream(source.split(",", -1))
                        .map(Source::named)
                        .distinct()
                        .toList();
        requireUse("draws", draws, named, "source=task and source=search draw", Source.TASK, Source.SEARCH);
        requireUse("runs", runs, named, "source=search takes runs", Source.SEARCH);
        requireUse("corpus", corpus, named, "source=corpus and source=search read one", Source.CORPUS, Source.SEARCH);
        requireUse(
                "window", window, named, "source=corpus and source=search have windows", Source.CORPUS, Source.SEARCH);
        Source beginning = corpus == null ? Source.TASK : Source.CORPUS;
        return named.stream()
                .filter(each -> each != beginning || !named.contains(Source.SEARCH))
                .toList();
    }

    private static void requireUse(
            String option, @Nullable Object value, List<Source> named, String users, Source... uses) {
        if (value != null && named.stream().noneMatch(List.of(uses)::contains)) {
            throw new MagicException("%s=%s: the source is %s; only %s (%%help inspect)"
                    .formatted(
                            option, value, named.stream().map(Source::label).collect(Collectors.joining(",")), users));
        }
    }

    /** Returns what the sources are told. */
    SourceSettings settings(List<Source> from, Session session, long seed) throws IOException {
        LoadedModel model = session.requireModel();
        int usual = model.inputs().usualDraws();
        return new SourceSettings(
                Objects.requireNonNullElse(draws, usual),
                seed,
                Objects.requireNonNullElse(runs, usual),
                windows(from, session, model));
    }

    private Optional<Windows> windows(List<Source> from, Session session, LoadedModel model) throws IOException {
        if (corpus == null) {
            return from.contains(Source.CORPUS)
                    ? Optional.of(ofTask(model.probed().task()))
                    : Optional.empty();
        }
        if (session.tasks().names().contains(corpus) && session.tasks().named(corpus) instanceof TextCorpus known) {
            return Optional.of(windows(known));
        }
        try {
            int length = Math.min(WINDOW, model.probed().config().positions() - 2);
            CorpusText text = CorpusText.lines(Path.of(corpus));
            return Optional.of(new Windows(text, Objects.requireNonNullElse(window, length)));
        } catch (InvalidPathException e) {
            throw new MagicException("corpus=%s: no file can have such a name".formatted(corpus), e);
        }
    }

    private Windows ofTask(Task task) {
        if (task instanceof TextCorpus known) {
            return windows(known);
        }
        throw new MagicException("source=corpus: name a text with corpus=FILE (%help inspect)");
    }

    private Windows windows(TextCorpus known) {
        return new Windows(known.text(), Objects.requireNonNullElse(window, known.window()));
    }
}
