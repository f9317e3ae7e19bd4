package org.inversionview.kernel.assignment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Linux keeps from a submission's process, where it lets a user make namespaces: the network, other processes, writing
 * anywhere but in its own folder, and seeing what lies hidden. Elsewhere nothing is kept from it but time, memory and threads.
 *
 * @param begin the command that begins; empty where there is no such protection
 * @param hidden folders and files that the process does not see
 */
record Isolation(List<String> begin, List<Path> hidden) {

    private static final long PATIENCE_SECONDS = 20;

    private static final List<String> NAMESPACES = List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc");

    /** Takes a folder to write in, what to hide, {@code --}, and a command. In blocks of 512 bytes a file has one gigabyte. */
    private static final String SCRIPT = """
            set -e
            own=$1
            shift
            mount --bind "$own" "$own"
            while [ "$1" != -- ]; do
              if [ -d "$1" ]; then mount -t tmpfs -o ro tmpfs "$1"; elif [ -e "$1" ]; then mount --bind /dev/null "$1"; fi
              shift
            done
            shift
            while read -r _ place _; do
              [ "$place" = "$own" ] || mount -o remount,bind,ro "$place" 2> /dev/null || :
            done < /proc/self/mounts
            cd "$own"
            ulimit -f 2097152
            exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
            """;

    Isolation {
        begin = List.copyOf(begin);
        hidden = List.copyOf(hidden);
    }

    /** Returns none. */
    static Isolation none() {
        return new Isolation(List.of(), List.of());
    }

    /** Returns what this system has, tried on a folder. */
    static Isolation ofSystem(Path folder, List<Path> hidden) throws IOException {
        List<String> begin = new ArrayList<>(NAMESPACES);
        begin.addAll(List.of("sh", "-c", SCRIPT, "sh"));
        Isolation isolation = new Isolation(begin, hidden);
        return isolation.works(folder) ? isolation : none();
    }

    /** Tells whether it keeps anything from a process. */
    boolean isThere() {
        return !begin.isEmpty();
    }

    /** Returns a command that runs another in its own folder, so isolated. */
    List<String> around(Path folder, List<String> command) {
        if (!isThere()) {
            return command;
        }
        List<String> whole = new ArrayList<>(begin);
        whole.add(folder.toString());
        hidden.forEach(path -> whole.add(path.toString()));
        whole.add("--");
        whole.addAll(command);
        return whole;
    }

    private boolean works(Path folder) throws IOException {
        try {
            Process process = new ProcessBuilder(around(folder, List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
