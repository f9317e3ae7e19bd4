package org.inversionview.kernel.assignment;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.runner.TimeLimit;
import org.inversionview.magics.check.Unanswered;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.OneLine;
import org.inversionview.models.engine.PyTorch;

/** Evaluates a submission's cells, in a process that ends with those that grade. */
public final class SubmissionMain {

    /** Exit code where there were too many threads. */
    static final int FLOODED = 42;

    private static final String SYMBOL = "symbol:";
    private static final int MOST_VALUE_CHARS = 200;
    private static final int MOST_LINES = 30;
    private static final long LOOK_MILLIS = 20;

    private final StepChannel channel;
    private final CellEvaluator evaluator;

    private SubmissionMain(StepChannel channel, CellEvaluator evaluator) {
        this.channel = channel;
        this.evaluator = evaluator;
    }

    /**
     * Serves until the other side is gone.
     *
     * @param args the socket of those that grade
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PyTorch.prepare();
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(Path.of(args[0])));
        try (StepChannel channel = new StepChannel(socket);
                Session session = new Session();
                CellEvaluator evaluator =
                        new CellEvaluator(new Magics(session), session.tasks(), new ForbiddenCode())) {
            BlockingQueue<Instruction> instructions = new LinkedBlockingQueue<>();
            watch("instructions", () -> receive(channel, instructions));
            watch("threads", SubmissionMain::refuseFloods);
            SubmissionMain main = new SubmissionMain(channel, evaluator);
            while (true) {
                main.evaluate(instructions.take());
            }
        }
    }

    /** What a watcher does until the process ends. */
    @FunctionalInterface
    private interface Watch {
        void look() throws Exception;
    }

    private static void watch(String name, Watch watch) {
        Thread thread = new Thread(
                () -> {
                    try {
                        watch.look();
                    } catch (Exception | OutOfMemoryError e) {
                        Runtime.getRuntime().halt(1);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    /** Where nobody grades any more, whatever runs ends. */
    private static void receive(StepChannel channel, BlockingQueue<Instruction> instructions) throws IOException {
        try {
            while (true) {
                instructions.add(channel.receive(Instruction.class));
            }
        } catch (EOFException e) {
            System.exit(0);
        }
    }

    private static void refuseFloods() throws InterruptedException {
        while (ManagementFactory.getThreadMXBean().getThreadCount() <= Limits.MOST_THREADS) {
            Thread.sleep(LOOK_MILLIS);
        }
        Runtime.getRuntime().halt(FLOODED);
    }

    private void evaluate(Instruction instruction) throws IOException {
        BoundedOutputs outputs = new BoundedOutputs();
        TimeLimit limit = new TimeLimit(Optional.of(Duration.ofMillis(instruction.millis())), evaluator::interrupt);
        String value = "";
        Optional<CellFailure> failure = Optional.empty();
        try (limit) {
            Optional<MimeBundle> shown = evaluator.evaluate(instruction.number(), instruction.source(), outputs);
            shown.ifPresent(outputs::display);
            value = shown.map(SubmissionMain::text).orElse("");
        } catch (CellFailure thrown) {
            failure = Optional.of(limit.passed() ? limit.failure() : thrown);
        }
        channel.send(new Reply(
                failure.isEmpty(),
                value,
                failure.map(SubmissionMain::line).orElse(""),
                failure.map(SubmissionMain::lines).orElse(List.of()),
                outputs.shown(),
                evaluator.declared()));
    }

    private static String text(MimeBundle bundle) {
        String text = Objects.requireNonNull(bundle.text());
        return text.length() <= MOST_VALUE_CHARS ? text : text.substring(0, MOST_VALUE_CHARS);
    }

    /** A check's failure is said as it is, and a missing value as such; what else was thrown, with its kind. */
    private static String line(CellFailure failure) {
        Optional<String> unanswered =
                failure.name().equals("NullPointerException") ? Unanswered.said(failure.value()) : Optional.empty();
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        boolean check =
                failure.name().equals("CheckFailure") && !failure.value().isEmpty();
        String first = failure.traceback().isEmpty()
                ? failure.value()
                : failure.traceback().get(0);
        return OneLine.of(check ? failure.value() : first + symbol(failure));
    }

    /** Returns which name the compiler does not know, which it says in a line of its own. */
    private static String symbol(CellFailure failure) {
        return failure.traceback().stream()
                .map(String::strip)
                .filter(line -> line.startsWith(SYMBOL))
                .findFirst()
                .map(line -> ": " + line.substring(SYMBOL.length()).strip())
                .orElse("");
    }

    private static List<String> lines(CellFailure failure) {
        return failure.traceback().stream().limit(MOST_LINES).map(OneLine::of).toList();
    }
}
