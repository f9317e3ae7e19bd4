package org.inversionview.kernel;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Where this program's own classes lie: in its jar, or in a build's folder. */
public final class OwnCode {

    private OwnCode() {}

    /** Returns the jar or folder of this program's classes. */
    public static Path place() {
        try {
            return Path.of(OwnCode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the class path for another process of this program, in absolute paths: that of this process, or the jar alone
     * where a kernel of others has loaded it by itself.
     *
     * @param here class path of this process
     */
    public static String classPath(String here) {
        List<Path> entries = Arrays.stream(here.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        Path own = place();
        return entries.contains(own)
                ? entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))
                : own.toString();
    }
}
