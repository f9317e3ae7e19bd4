package org.inversionview.kernel.cell;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/** Defines the snippets' classes in this JVM, and tells them which magics are theirs. */
final class SnippetLoader extends URLClassLoader implements LoaderDelegate {

    /** The package that JShell puts snippets into. */
    private static final String SNIPPETS = "REPL";

    private final Map<String, byte[]> declared = new ConcurrentHashMap<>();
    private final LiveMagics magics;
    private final CellGuard guard;
    private volatile Optional<String> objection = Optional.empty();

    SnippetLoader(LiveMagics magics, CellGuard guard) {
        super(new URL[0], SnippetLoader.class.getClassLoader());
        this.magics = magics;
        this.guard = guard;
        setPackageAssertionStatus(SNIPPETS, true);
    }

    LiveMagics magics() {
        return magics;
    }

    /** Returns what the guard has said since the last call against classes that were to be defined; they were not. */
    Optional<String> takeObjection() {
        Optional<String> taken = objection;
        objection = Optional.empty();
        return taken;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] installed = new boolean[classes.length];
        Optional<String> against = Arrays.stream(classes)
                .map(each -> guard.objection(each.bytecodes()))
                .flatMap(Optional::stream)
                .findFirst();
        if (against.isPresent()) {
            objection = against;
            throw new ClassInstallException(against.get(), installed);
        }
        for (ClassBytecodes each : classes) {
            declared.put(each.name(), each.bytecodes());
        }
        for (int i = 0; i < classes.length; i++) {
            try {
                loadClass(classes[i].name());
                installed[i] = true;
            } catch (ClassNotFoundException | LinkageError e) {
                throw new ClassInstallException(String.valueOf(e.getMessage()), installed);
            }
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        for (ClassBytecodes each : classes) {
            declared.put(each.name(), each.bytecodes());
        }
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String entry : path.split(java.io.File.pathSeparator, -1)) {
                addURL(Path.of(entry).toUri().toURL()); // nothing happens where it is there already
            }
        } catch (MalformedURLException e) {
            throw new InternalException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns a snippet's class, defining it at the first call: both callers, JShell and the loader, may come first. */
    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = declared.get(name);
            return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
        }
    }
}
