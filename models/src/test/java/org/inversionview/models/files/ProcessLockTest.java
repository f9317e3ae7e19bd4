package org.inversionview.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {

    private final Path file;

    ProcessLockTest(@TempDir Path folder) {
        this.file = folder.resolve("new/lock");
    }

    /** Another process, which takes the lock and holds it until it is ended. */
    private static final class Holder {

        public static void main(String... arguments) throws Exception {
            ProcessLock lock = ProcessLock.take(Path.of(arguments[0])).orElseThrow();
            System.out.println("held " + lock);
            Thread.sleep(60_000);
        }
    }

    private Process holder() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).startsWith("held ");
        return process;
    }

    @Test
    void one_holder_at_a_time_in_a_process() throws IOException {
        try (ProcessLock lock = ProcessLock.take(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.take(file)).isEmpty();
            assertThat(ProcessLock.take(file.resolveSibling("../new/lock"))).isEmpty();
        }
        ProcessLock.take(file).orElseThrow().close();
    }

    @Test
    void one_holder_among_processes_and_none_that_has_died() throws Exception {
        Process process = holder();
        assertThat(ProcessLock.take(file)).isEmpty();
        assertThat(ProcessLock.take(file)).isEmpty(); // asking has not freed it
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        ProcessLock.take(file).orElseThrow().close();
    }

    @Test
    void asking_in_vain_does_not_free_it_for_other_processes() throws Exception {
        try (ProcessLock lock = ProcessLock.take(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(ProcessLock.take(file)).isEmpty();
            assertThatThrownBy(this::holder).isInstanceOf(AssertionError.class);
        }
        holder().destroyForcibly();
    }

    @Test
    void waits_until_it_is_free() throws IOException {
        ProcessLock first = ProcessLock.take(file).orElseThrow();
        AtomicInteger looked = new AtomicInteger();
        ProcessLock second = ProcessLock.await(file, () -> {
            if (looked.incrementAndGet() == 3) {
                first.close();
            }
        });
        second.close();
        assertThat(looked).hasValue(3);
    }

    @Test
    void an_interrupt_ends_the_wait() throws IOException {
        try (ProcessLock lock = ProcessLock.take(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() ->
                            ProcessLock.await(file, () -> Thread.currentThread().interrupt()))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ProcessLock.take(file)).isEmpty();
        }
    }

    @Test
    void an_interrupted_holder_still_holds_it() throws Exception {
        Thread.currentThread().interrupt();
        ProcessLock lock = ProcessLock.take(file).orElseThrow();
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(this::holder).isInstanceOf(AssertionError.class);
        lock.close();
    }
}
