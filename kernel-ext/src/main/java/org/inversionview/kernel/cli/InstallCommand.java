package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.inversionview.kernel.OwnCode;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.install.GpuSetup;
import org.inversionview.kernel.install.HostKind;
import org.inversionview.kernel.install.Installation;
import org.inversionview.kernel.install.JupyterFolders;
import org.inversionview.kernel.install.KernelSpec;
import org.inversionview.kernel.install.TorchFolders;
import org.inversionview.models.engine.Libtorch;
import org.inversionview.models.engine.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the kernel known to Jupyter. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description =
                "Installs the kernel \"Java (InversionView)\" where Jupyter finds it; no Python is needed for that.")
final class InstallCommand implements Callable<Integer> {

    /** What may run the cells, as the option spells it. */
    private enum Kind {
        jjava,
        ijava,
        embedded
    }

    @Mixin
    private InstallOptions options = new InstallOptions();

    @Option(
            names = "--kernel",
            paramLabel = "KIND",
            description = "What runs the cells: jjava or ijava, with the magics in it, or embedded, our own;"
                    + " of those that are installed the first, if not given.")
    private @Nullable Kind kind;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "For the kernel's Java, such as --jvm-option=-Xmx4g; may be repeated.")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where the kernel unpacks PyTorch, 450 MB; ~/.djl.ai if not given.")
    private @Nullable Path cache;

    @Option(
            names = "--gpu",
            description =
                    "For an NVIDIA GPU: looks for its driver and for a torch with CUDA that fits, in Python's packages and"
                            + " DJL's cache, and says what is missing.")
    private boolean gpu;

    @Option(names = "--torch", paramLabel = "DIR", description = "With --gpu: where torch is, if it is not found.")
    private @Nullable Path torch;

    @Option(
            names = "--precision",
            paramLabel = "float32|tf32",
            description =
                    "With --gpu: how the kernel multiplies matrices, float32 if not given; tf32 is faster and rounds to"
                            + " ten bits.")
    private @Nullable String precision;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        JupyterFolders folders = JupyterFolders.ofThisUser();
        Installation installation = options.installation(folders);
        Precision chosen = precision == null ? Precision.FLOAT32 : Precision.named(precision);
        if (precision != null && !gpu && torch == null) {
            throw new UserMistake("--precision=%s is of a GPU: add --gpu".formatted(precision));
        }
        Optional<GpuSetup> setup = gpu || torch != null
                ? Optional.of(GpuSetup.of(GpuSetup.Driver.ofThisMachine(), candidates(torch)))
                : Optional.empty();
        Installation.Parts parts = new Installation.Parts(
                jar(),
                java(),
                jvmOptions,
                Optional.ofNullable(cache),
                setup.map(it -> it.environment(System.getenv(), chosen)).orElse(Map.of()));
        new JavaOptions(parts.java(), jvmOptions).require();
        Optional<KernelSpec.Installed> host = host(folders);
        if (host.isPresent()) {
            installation.install(parts, host.get());
        } else {
            installation.install(parts);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("installed " + installation.folder()
                + host.map(it -> ", on the kernel of " + it.folder()).orElse(""));
        setup.ifPresent(it -> out.println("it computes on the GPU, with torch %s of %s"
                .formatted(it.torch().fullVersion(), it.torch().folder())));
        String name = KernelSpec.in(installation.folder())
                .map(KernelSpec::displayName)
                .orElse("");
        out.println("next: jupyter notebook (or lab), and choose the kernel %s; the subcommand doctor checks it"
                .formatted(name));
        out.flush();
        return 0;
    }

    /** The libtorch in a folder that was named, or all that are found. */
    static List<Libtorch> candidates(@Nullable Path named) {
        return named == null
                ? TorchFolders.ofThisUser().all()
                : TorchFolders.in(named).stream().toList();
    }

    /** The kernel of others to install on; nothing for our own. */
    private Optional<KernelSpec.Installed> host(JupyterFolders folders) throws IOException {
        if (kind == Kind.embedded) {
            return Optional.empty();
        }
        List<KernelSpec.Installed> installed = KernelSpec.all(folders);
        for (HostKind wanted : HostKind.values()) {
            Optional<KernelSpec.Installed> found = installed.stream()
                    .filter(one ->
                            HostKind.of(one.spec()).filter(wanted::equals).isPresent())
                    .findFirst();
            if (found.isPresent() && (kind == null || kind.name().equals(wanted.label()))) {
                return found;
            }
        }
        if (kind == null) {
            return Optional.empty();
        }
        throw new UserMistake(
                "--kernel %s: Jupyter has no such kernel (looked in %s); install it first, or take --kernel embedded"
                        .formatted(
                                kind, folders.all().stream().map(Path::toString).collect(Collectors.joining(", "))));
    }

    /** The jar that this program runs from. */
    private static Path jar() {
        Path jar = OwnCode.place();
        if (!Files.isRegularFile(jar)) {
            throw new UserMistake(
                    "install works from the built jar only: mvn -DskipTests package, then java -jar kernel-ext/target/inversionview.jar install");
        }
        return jar;
    }

    /** The java that runs this program. */
    private static Path java() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }
}
