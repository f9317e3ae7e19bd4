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
 * Writes one file of activations: float32, little-endian, then their CRC-32C as eight bytes. It has its name only once it is
 * {@link #done}; closed before, it is gone.
 */
final class ActivationWriter implements AutoCloseable {

    private final Path file;
    private final Path beside;
    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();

    ActivationWriter(Path file) throws IOException {
        this.file = file;
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        this.beside = Files.createTempFile(folder, "writing", ".part");
        this.out = new FileOutputStream(beside.toFile()); // a channel would be closed by an interrupt
    }

    void append(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        checksum.update(bytes.array());
        out.write(bytes.array());
    }

    void done() throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(checksum.getValue())
                .array());
        out.close();
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(beside);
    }
}
