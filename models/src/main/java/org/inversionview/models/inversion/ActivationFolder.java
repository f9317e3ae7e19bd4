package org.inversionview.models.inversion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A folder of computed activations, a file a site and pool, named by the hash of all that they depend on. Several processes may
 * share it: a file is written beside its place and renamed. What is damaged is as good as absent. Beyond its bound, what was
 * not used for longest goes.
 *
 * @param folder made when it is first needed
 * @param most bytes that it holds
 */
record ActivationFolder(Path folder, long most) {

    static final String SUFFIX = ".activations";

    /** Returns the file of that key. */
    Path file(String key) {
        return folder.resolve(key + SUFFIX);
    }

    /**
     * Returns the floats of a file, mapped, in blocks; nothing if there is none, or not a whole one.
     *
     * @param starts where each block begins, in floats, and where the last one ends
     */
    Optional<List<FloatBuffer>> read(String key, long[] starts) throws IOException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<FloatBuffer> blocks;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            blocks = mapped(channel, starts);
        }
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(blocks);
    }

    /** Returns the blocks; none where length or a checksum is not what it must be. */
    private static List<FloatBuffer> mapped(FileChannel channel, long[] starts) throws IOException {
        int count = starts.length - 1;
        long end = Float.BYTES * starts[count];
        if (channel.size() != end + (long) Long.BYTES * count) {
            return List.of();
        }
        List<ByteBuffer> blocks = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            long from = Float.BYTES * starts[block];
            blocks.add(channel.map(FileChannel.MapMode.READ_ONLY, from, Float.BYTES * starts[block + 1] - from));
        }
        LongBuffer checksums = channel.map(FileChannel.MapMode.READ_ONLY, end, (long) Long.BYTES * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        boolean whole = IntStream.range(0, count)
                .parallel()
                .allMatch(block -> checksum(blocks.get(block)) == checksums.get(block));
        return whole
                ? blocks.stream()
                        .map(block -> block.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
                        .toList()
                : List.of();
    }

    private static long checksum(ByteBuffer block) {
        CRC32C checksum = new CRC32C();
        checksum.update(block.duplicate());
        return checksum.getValue();
    }

    /**
     * Returns what writes a file of that key: nothing is there until it is done.
     *
     * @param starts where each block begins, in floats, and where the last one ends
     */
    ActivationWriter write(String key, long[] starts) throws IOException {
        return new ActivationWriter(file(key), starts);
    }

    /** Removes what was not used for longest until the rest fits; never the files of those keys. */
    void tidy(List<String> keys) throws IOException {
        List<Path> own = keys.stream().map(this::file).toList();
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            oldestFirst = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingLong(ActivationFolder::lastUsed))
                    .toList();
        }
        long bytes = 0;
        for (Path file : oldestFirst) {
            bytes += size(file);
        }
        for (Path file : oldestFirst) {
            if (bytes > most && !own.contains(file)) {
                bytes -= size(file);
                Files.deleteIfExists(file);
            }
        }
    }

    private static long lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException gone) {
            return 0; // another process removed it
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
