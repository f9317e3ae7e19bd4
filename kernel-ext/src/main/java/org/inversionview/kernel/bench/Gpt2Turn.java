package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.inversionview.models.engine.MatrixProducts;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Our turn of {@link Gpt2Benchmark}: a process that nothing was loaded into before. */
@Command(name = "gpt2-turn", hidden = true, description = "One turn of bench gpt2; prints a line of JSON.")
final class Gpt2Turn implements Callable<Integer> {

    private static final double KILOBYTES = 1024;
    private static final int WARM_UP = 64;

    @Parameters(paramLabel = "FOLDER", description = "The model.")
    private Path folder = Path.of("");

    @Option(names = "--site", required = true, description = "Whose activations.")
    private String site = "";

    @Option(names = "--inputs", required = true, description = "How many inputs.")
    private int inputs;

    @Option(names = "--length", required = true, description = "Tokens of each.")
    private int length;

    @Option(names = "--threads", required = true, description = "Threads of PyTorch.")
    private int threads;

    @Option(names = "--device", defaultValue = "cpu", description = "Where to compute.")
    private String device = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        double rateBefore = MatrixProducts.gigaflops(); // loads the engine, which is not what is measured
        double before = residentMegabytes();
        long start = System.nanoTime();
        Map<String, Object> found = new LinkedHashMap<>();
        try (LoadedModel model = LoadedModel.load(
                new LoadedModel.Request(folder.toString(), Optional.empty(), true, device), new TaskRegistry())) {
            found.put("load_seconds", seconds(start));
            found.put("resident_mb", residentMegabytes() - before);
            List<int[]> all = randomInputs(model.probed().config().vocabulary());
            ActivationSite asked = ActivationSite.parse(site);
            model.probed().activations(asked, all.subList(0, Math.min(WARM_UP, inputs)));
            start = System.nanoTime();
            model.probed().activations(asked, all);
            found.put("activation_seconds", seconds(start));
        }
        found.put("gigaflops", (rateBefore + MatrixProducts.gigaflops()) / 2);
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(found));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private List<int[]> randomInputs(int vocabulary) {
        Random random = new Random(0);
        return new ArrayList<>(
                Stream.generate(() -> random.ints(length, 0, vocabulary).toArray())
                        .limit(inputs)
                        .toList());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the process's resident memory, NaN where the system does not say. */
    private static double residentMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : Collections.emptyList();
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES)
                .findFirst()
                .orElse(Double.NaN);
    }
}
