package org.inversionview.models.inversion;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * Writes one file of activations: float32, little-endian, in blocks, then each block's CRC-32C as eight bytes. It has its name
 * only once it is {@link #done}; closed before, it is gone.
 */
final class ActivationWriter implements AutoCloseable {

    private final Path file;
    private final Path beside;
    private final OutputStream out;
    private final long[] starts;
    private final ByteBuffer checksums;
    private final CRC32C checksum = new CRC32C();
    private int block;
    private long written;

    /**
     * Begins a file.
     *
     * @param starts where each block begins, in floats, and where the last one ends
     */
    ActivationWriter(Path file, long[] starts) throws IOException {
        this.file = file;
        this.starts = starts;
        this.checksums = ByteBuffer.allocate(Long.BYTES * (starts.length - 1)).order(ByteOrder.LITTLE_ENDIAN);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        this.beside = Files.createTempFile(folder, "writing", ".part");
        this.out = new FileOutputStream(beside.toFile()); // a channel would be closed by an interrupt
    }

    void append(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        check(bytes.array());
        out.write(bytes.array());
    }

    private void check(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            long left = Float.BYTES * (starts[block + 1] - written);
            int count = (int) Math.min(bytes.length - from, left);
            checksum.update(bytes, from, count);
            from += count;
            written += count / Float.BYTES;
            if (count == left) {
                checksums.putLong(checksum.getValue());
                checksum.reset();
                block++;
            }
        }
    }

    void done() throws IOException {
        if (checksums.hasRemaining()) {
            throw new IllegalStateException("%s floats of %s".formatted(written, starts[starts.length - 1]));
        }
        out.write(checksums.array());
        out.close();
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(beside);
    }
}
