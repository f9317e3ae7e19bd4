package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes options from a magic's declaration, and their values from the loaded model. */
final class Completer {

    private final Session session;

    Completer(Session session) {
        this.session = session;
    }

    /**
     * Returns what could stand at the end of the arguments.
     *
     * @param name of a magic that there is
     * @param arguments the rest of the line up to the cursor
     */
    Completion complete(String name, String arguments) {
        int word = arguments.length();
        while (word > 0 && !Character.isWhitespace(arguments.charAt(word - 1))) {
            word--;
        }
        String written = arguments.substring(word);
        int sign = written.indexOf('=');
        if (sign < 0) {
            return new Completion(starting(written, words(name, arguments.substring(0, word))), word);
        }
        String option = written.substring(0, sign);
        String value = written.substring(sign + 1);
        int last = Math.max(value.lastIndexOf(','), value.lastIndexOf('@')) + 1;
        boolean list = option.equals("patch") || option.equals("change") || option.equals("schedule");
        int from = list ? last : 0;
        boolean place = option.equals("patch") && last > 0 && value.charAt(last - 1) == '@';
        List<String> values = place ? positions() : values(option);
        return new Completion(starting(value.substring(from), values), word + sign + 1 + from);
    }

    private static List<String> starting(String written, List<String> texts) {
        return texts.stream().filter(text -> text.startsWith(written)).toList();
    }

    /** Options that are not written yet, and words that may stand alone. */
    private List<String> words(String name, String before) {
        CommandSpec spec = new CommandLine(Registry.create(name)).getCommandSpec();
        List<String> words = new ArrayList<>(
                switch (name) {
                    case "model" ->
                        Stream.concat(Zoo.names().stream(), HubName.shortNames().stream())
                                .toList();
                    case "help" -> Registry.names();
                    case "verify" -> List.of("preimage");
                    case "train" -> List.of("probed", "decoder");
                    case "query", "distances" -> examples();
                    default -> List.<String>of();
                });
        spec.options().stream()
                .map(OptionSpec::longestName)
                .filter(option -> !before.contains(option + "="))
                .map(option -> option + "=")
                .forEach(words::add);
        return words;
    }

    private List<String> values(String option) {
        return switch (option) {
            case "layer" ->
                model().map(m -> numbers(m.config().layers())).findFirst().orElse(List.of());
            case "head" ->
                model().map(m -> numbers(m.config().heads())).findFirst().orElse(List.of());
            case "site", "patch" -> sites(option);
            case "pos", "answer", "change" -> positions();
            case "match" ->
                Stream.concat(Stream.of("best"), positions().stream()).toList();
            case "at" -> List.of("pre", "mid", "mlp", "post");
            case "metric" -> List.of("euclidean", "cosine");
            case "contrast" -> List.of("change", "random", "flip");
            case "order" -> List.of("forward", "backward", "both");
            case "schedule" -> List.of("auto");
            case "device" -> List.of("auto", "cpu", "gpu0");
            case "processed", "write" -> List.of("true", "false");
            case "task" -> session.tasks().names();
            case "input" -> examples();
            default -> List.of();
        };
    }

    private Stream<ProbedModel> model() {
        return session.model().map(LoadedModel::probed).stream();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private List<String> sites(String option) {
        Stream<String> names = model().flatMap(m -> m.sites().stream()).map(ActivationSite::shortName);
        return option.equals("site")
                ? names.toList()
                : Stream.concat(Stream.of("heads"), names)
                        .map(name -> name + "@")
                        .toList();
    }

    /** The names of the query's positions; without a query, of those of the task's examples. */
    private List<String> positions() {
        Set<String> names = new LinkedHashSet<>();
        model().map(ProbedModel::task).forEach(task -> {
            if (session.query().isPresent()) {
                names.addAll(task.namedPositions(session.query().get()).keySet());
            } else {
                task.examples()
                        .forEach(text -> names.addAll(
                                task.namedPositions(task.parse(text)).keySet()));
            }
        });
        return List.copyOf(names);
    }

    private List<String> examples() {
        return model().map(ProbedModel::task).map(Task::examples).findFirst().orElse(List.of());
    }
}
