package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.install.GpuSetup;
import org.inversionview.kernel.install.HostKind;
import org.inversionview.kernel.install.JupyterFolders;
import org.inversionview.kernel.install.KernelSpec;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.engine.PyTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything that a working installation needs, and says how to mend what is wrong. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks Java, PyTorch, the device, the installed kernels, and asks one question as a test.")
final class DoctorCommand implements Callable<Integer> {

    private static final String INSTALL = "java -jar kernel-ext/target/inversionview.jar install";

    @Option(names = "--gpu", description = "Also looks for what an NVIDIA GPU needs, as install --gpu does.")
    private boolean gpu;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private int problems;

    @Override
    public Integer call() throws IOException {
        say("InversionView %s, Java %s (%s), %s %s, %s cores, %s MiB heap at most"
                .formatted(
                        Main.version(),
                        System.getProperty("java.version"),
                        System.getProperty("java.home"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory() >> 20));
        kernels();
        inspection();
        settings();
        if (gpu) {
            gpu();
        }
        say(problems == 0 ? "all is well" : problems == 1 ? "1 problem" : problems + " problems");
        return problems == 0 ? 0 : 1;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void problem(String what, String remedy) {
        problems++;
        say("✗ " + what);
        say("  → " + remedy);
    }

    private void kernels() throws IOException {
        List<KernelSpec.Installed> installed = KernelSpec.all(JupyterFolders.ofThisUser());
        for (KernelSpec.Installed other : installed) {
            HostKind.of(other.spec())
                    .ifPresent(kind -> say("%s in %s: install --kernel %s brings the magics into it"
                            .formatted(kind.label(), other.folder(), kind.label())));
        }
        List<KernelSpec.Installed> ours =
                installed.stream().filter(one -> one.spec().isOurs()).toList();
        if (ours.isEmpty()) {
            problem("no kernel of ours is installed", INSTALL);
        }
        for (KernelSpec.Installed one : ours) {
            say("kernel %s in %s: %s"
                    .formatted(one.name(), one.folder(), one.spec().displayName()));
            one.spec().files().stream()
                    .filter(file -> !Files.exists(file))
                    .forEach(file -> problem("it starts %s, which does not exist".formatted(file), INSTALL));
        }
    }

    private void gpu() {
        Optional<GpuSetup.Driver> driver = GpuSetup.Driver.ofThisMachine();
        driver.ifPresent(it -> say("NVIDIA driver for CUDA up to %s: %s"
                .formatted(it.cuda(), it.gpus().isEmpty() ? "no GPU" : String.join(", ", it.gpus()))));
        try {
            GpuSetup setup = GpuSetup.of(driver, InstallCommand.candidates(null));
            say("torch %s in %s fits: install --gpu takes it"
                    .formatted(setup.torch().fullVersion(), setup.torch().folder()));
        } catch (UserMistake e) {
            problem("no GPU can be used", String.valueOf(e.getMessage()));
        }
    }

    private void settings() {
        if (PyTorch.prepare()) {
            say(
                    "native settings taken: PyTorch's threads soon wait asleep unless OMP_WAIT_POLICY is set (%s), memory is kept"
                            .formatted(Optional.ofNullable(System.getenv("OMP_WAIT_POLICY"))
                                    .orElse("it is not")));
        } else {
            say("no native settings on this system: they are for Linux with glibc");
        }
    }

    private void inspection() {
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            long start = System.nanoTime();
            magics.run("model", "addition");
            magics.run("query", "615+861=");
            Preimage preimage = (Preimage) magics.run("inspect", "layer=1 head=2 pos=A1");
            say(String.format(
                    Locale.ROOT,
                    "test question: %s of %s proposals inside ε, %.1f s with loading, on %s (%s)",
                    Math.round(preimage.insideShare() * preimage.proposals()),
                    preimage.proposals(),
                    (System.nanoTime() - start) / 1e9,
                    preimage.data().provenance().device(),
                    preimage.data().provenance().versions()));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            problem(
                    "the test question failed: " + e.getMessage(),
                    "see README, Limits: natives are built in for one platform; -Ddjl.platform= chooses another");
        }
    }
}
