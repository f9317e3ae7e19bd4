package org.inversionview.models.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that one holder has, among the threads of all processes, and that dies with its process. It is the system's, on an
 * empty file that stays; where a file system knows no locks, it holds within the process only.
 */
public final class ProcessLock implements AutoCloseable {

    /** The system's locks belong to a process, which loses one as soon as any thread closes that file: so this is asked first. */
    private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private static final long POLL_MILLIS = 100;

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Something to do while another holds the lock. */
    @FunctionalInterface
    public interface Meanwhile {
        void look() throws IOException;
    }

    /** Takes the lock, or nothing if another has it; the file's folder is made where there is none. */
    public static Optional<ProcessLock> take(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path real = folder.toRealPath().resolve(file.getFileName());
        if (!OF_THIS_PROCESS.add(real)) {
            return Optional.empty();
        }
        Optional<ProcessLock> taken = Optional.empty();
        try {
            taken = locked(real);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                OF_THIS_PROCESS.remove(real);
            }
        }
    }

    private static Optional<ProcessLock> locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean free = false;
        try {
            FileLock lock = channel.tryLock();
            free = lock != null;
        } catch (OverlappingFileLockException e) {
            free = false; // of another copy of this class
        } catch (IOException e) {
            free = true; // a file system without locks
        } finally {
            if (!free) {
                channel.close();
            }
        }
        return free ? Optional.of(new ProcessLock(file, channel)) : Optional.empty();
    }

    /**
     * Takes the lock as soon as no other has it.
     *
     * @param meanwhile is called several times a second while another has it
     * @throws CancellationException if the thread is interrupted
     */
    public static ProcessLock await(Path file, Meanwhile meanwhile) throws IOException {
        try {
            while (true) {
                Optional<ProcessLock> lock = take(file);
                if (lock.isPresent()) {
                    return lock.get();
                }
                meanwhile.look();
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while another holds " + file);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OF_THIS_PROCESS.remove(file);
        }
    }
}
