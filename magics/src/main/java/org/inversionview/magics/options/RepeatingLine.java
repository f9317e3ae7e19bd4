package org.inversionview.magics.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The line that does a training again, as a card keeps it: files and folders by name, not by where a machine has them. */
public final class RepeatingLine {

    private RepeatingLine() {}

    /**
     * Returns the line.
     *
     * @param program what was called, such as {@code %train}
     * @param arguments as they were written
     */
    public static String of(String program, List<String> arguments) {
        return arguments.stream().map(RepeatingLine::named).collect(Collectors.joining(" ", program + " ", ""));
    }

    /** The argument, in which a place of this machine is cut down to its name. */
    private static String named(String argument) {
        int value = argument.indexOf('=') + 1;
        try {
            Path path = Path.of(argument.substring(value));
            boolean placed = path.isAbsolute() || path.startsWith("..") || path.startsWith("~");
            return placed ? argument.substring(0, value) + name(path.normalize()) : argument;
        } catch (InvalidPathException e) {
            return argument; // nothing that could lie anywhere
        }
    }

    /** Of a weight file, which is called as all others are, with its folder's name. */
    private static String name(Path path) {
        int names = path.getNameCount();
        int kept = path.toString().endsWith(".safetensors") ? 2 : 1;
        return names == 0
                ? ""
                : path.subpath(Math.max(0, names - kept), names).toString().replace('\\', '/');
    }
}
