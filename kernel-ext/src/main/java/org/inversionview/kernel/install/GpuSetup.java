package org.inversionview.kernel.install;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.engine.Libtorch;
import org.inversionview.models.engine.NvidiaDriver;
import org.inversionview.models.engine.Precision;

/**
 * What a kernel needs so that PyTorch computes on an NVIDIA GPU: a libtorch with CUDA that fits, and that one's own libraries.
 *
 * @param torch fits, and has CUDA
 */
public record GpuSetup(Libtorch torch) {

    private static final String PATH = "LD_LIBRARY_PATH";

    /**
     * A driver of this machine.
     *
     * @param cuda the newest that it runs, such as {@code 12.8}
     * @param gpus what they call themselves
     */
    public record Driver(String cuda, List<String> gpus) {

        public Driver {
            gpus = List.copyOf(gpus);
        }

        /** Returns this machine's, if it has one. */
        public static Optional<Driver> ofThisMachine() {
            return NvidiaDriver.find()
                    .map(found -> new Driver(
                            found.cuda(),
                            Stream.iterate(0, gpu -> gpu < found.gpus(), gpu -> gpu + 1)
                                    .map(gpu -> found.name(gpu).orElse("a GPU"))
                                    .toList()));
        }

        /** A newer minor version runs on any driver of its major one. */
        private boolean runs(String wanted) {
            return major(cuda) >= major(wanted);
        }

        private static int major(String version) {
            return Integer.parseInt(version.replaceFirst("\\..*", ""));
        }
    }

    /** Returns how a libtorch that fits comes to this machine. */
    public static String remedy() {
        String flavour = "cu" + Libtorch.CUDA_NEEDED.replace(".", "");
        return "pip install torch==%s --index-url https://download.pytorch.org/whl/%s, or name a folder by install --gpu --torch DIR"
                .formatted(Libtorch.versionNeeded(), flavour);
    }

    /**
     * Returns the set-up with the first libtorch that fits.
     *
     * @param found what lies on this machine, or what a person named
     * @throws UserMistake saying what is missing and how it comes here
     */
    public static GpuSetup of(Optional<Driver> driver, List<Libtorch> found) {
        Driver there = driver.filter(it -> !it.gpus().isEmpty())
                .orElseThrow(
                        () -> new UserMistake(
                                "no NVIDIA GPU with a driver is found here: install the driver from your system's packages (nvidia-smi must show the GPU)"));
        if (!there.runs(Libtorch.CUDA_NEEDED)) {
            throw new UserMistake("the NVIDIA driver runs CUDA up to %s, and %s is needed: install a newer driver"
                    .formatted(there.cuda(), Libtorch.CUDA_NEEDED));
        }
        return found.stream()
                .filter(torch -> torch.fits() && torch.cuda().isPresent())
                .findFirst()
                .map(GpuSetup::new)
                .orElseThrow(() -> new UserMistake("%s; %s with CUDA %s is needed: %s"
                        .formatted(shown(found), Libtorch.versionNeeded(), Libtorch.CUDA_NEEDED, remedy())));
    }

    private static String shown(List<Libtorch> found) {
        return found.isEmpty()
                ? "no torch found"
                : found.stream()
                        .map(torch -> "torch %s found in %s".formatted(torch.fullVersion(), torch.folder()))
                        .collect(Collectors.joining(", "));
    }

    /**
     * Returns the variables that a program needs which computes there.
     *
     * @param inherited those that are set already
     * @param precision how it is to multiply
     */
    public Map<String, String> environment(Map<String, String> inherited, Precision precision) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PYTORCH_LIBRARY_PATH", torch.folder().toString());
        variables.put("PYTORCH_VERSION", torch.version());
        variables.put("PYTORCH_FLAVOR", torch.build());
        String libraries = Stream.concat(
                        cudaLibraries().map(Path::toString),
                        Stream.ofNullable(inherited.get(PATH)).filter(value -> !value.isBlank()))
                .collect(Collectors.joining(File.pathSeparator));
        if (precision == Precision.TF32) {
            variables.put(Precision.VARIABLE, "1");
        }
        if (!libraries.isEmpty()) {
            variables.put(PATH, libraries);
        }
        return variables;
    }

    /** The folders of the CUDA libraries that pip installs beside torch. */
    private Stream<Path> cudaLibraries() {
        Path packages = torch.folder().resolve("../..").normalize();
        return TorchFolders.children(packages.resolve("nvidia"), "*")
                .flatMap(each -> TorchFolders.children(each, "lib"));
    }
}
