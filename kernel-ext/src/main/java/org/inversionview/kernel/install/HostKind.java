package org.inversionview.kernel.install;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The Java kernels of others in which the magics run. */
public enum HostKind {

    /** Finds extensions on its class path by itself. */
    JJAVA("jjava", "jjava", "org.dflib.jjava") {
        @Override
        Map<String, String> environment(String jar) {
            return Map.of("JJAVA_CLASSPATH", jar);
        }
    },

    /** Has a startup script, which runs before the first cell. */
    IJAVA("ijava", "ijava", "io.github.spencerpark.ijava") {
        @Override
        Map<String, String> environment(String jar) {
            return Map.of(
                    "IJAVA_CLASSPATH",
                    jar,
                    "IJAVA_STARTUP_SCRIPT",
                    "org.inversionview.kernel.host.IJavaExtension.install();");
        }
    };

    private final String label;
    private final List<String> marks;

    HostKind(String label, String... marks) {
        this.label = label;
        this.marks = List.of(marks);
    }

    /** Returns what the user calls it. */
    public String label() {
        return label;
    }

    /** Returns what must be in the kernel's environment for the magics to be there. */
    abstract Map<String, String> environment(String jar);

    /** Returns which of them a spec starts; nothing for any other kernel, and for ours. */
    public static Optional<HostKind> of(KernelSpec spec) {
        if (spec.isOurs()) {
            return Optional.empty();
        }
        for (HostKind kind : values()) {
            if (spec.argv().stream().anyMatch(kind::isMarked)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private boolean isMarked(String argument) {
        String lower = argument.toLowerCase(Locale.ROOT);
        return marks.stream().anyMatch(lower::contains);
    }
}
