package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One turn of {@link SourcesBenchmark}: questions to a model in a process of their own, one after the other. */
@Command(name = "sources-turn", hidden = true, description = "One turn of bench sources; prints a line of JSON.")
final class SourcesTurn implements Callable<Integer> {

    @Option(names = "--model", required = true, description = "A shipped model or a folder.")
    private String model = "";

    @Option(names = "--threads", required = true, description = "Threads of PyTorch.")
    private int threads;

    @Option(names = "--device", defaultValue = "cpu", description = "Where to compute.")
    private String device = "";

    @Parameters(arity = "1..*", paramLabel = "LINE", description = "Arguments of %%inspect.")
    private List<String> questions = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        List<Double> seconds = new ArrayList<>();
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            magics.run("model", model + " device=" + device);
            for (String question : questions) {
                long start = System.nanoTime();
                magics.run("inspect", question).bundle().data();
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(Map.of("seconds", seconds)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
