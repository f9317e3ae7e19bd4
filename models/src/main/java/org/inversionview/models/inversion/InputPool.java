package org.inversionview.models.inversion;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Task;

/**
 * Inputs of a task that serve every query: drawn, duplicates merged and counted, or all that there are.
 *
 * @param source {@link Source#TASK} or {@link Source#EXACT}
 * @param distinct each once
 * @param digest of their tokens: pools with the same digest have the same inputs in the same order
 */
record InputPool(Source source, List<Proposals.Proposal> distinct, String digest) {

    private static final int MOST = 1_000_000;

    private static final int[] ONCE = {1};

    /** Returns {@code count} inputs drawn from the task's distribution. */
    static InputPool drawn(Task task, int count, long seed) {
        if (count < 1 || count > MOST) {
            throw new InvalidRequestException(
                    "number of draws", count, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST));
        }
        RandomGenerator random = new SplittableRandom(seed);
        List<int[]> drawn =
                Stream.generate(() -> task.sample(random)).limit(count).toList();
        return of(Source.TASK, Proposals.merged(drawn, new int[count], 1).distinct());
    }

    /**
     * Returns every input of the task.
     *
     * @throws InvalidRequestException if the task cannot list them
     */
    static InputPool all(Task task) {
        Stream<int[]> inputs = task.inputs()
                .orElseThrow(
                        () -> new InvalidRequestException(
                                "task",
                                task.name(),
                                "it does not list its inputs, so the exact preimage is out of reach; draws from it estimate it"));
        return of(
                Source.EXACT,
                inputs.map(input -> new Proposals.Proposal(input, ONCE)).toList());
    }

    private static InputPool of(Source source, List<Proposals.Proposal> distinct) {
        return new InputPool(source, distinct, digest(distinct));
    }

    List<int[]> inputs() {
        return distinct.stream().map(Proposals.Proposal::input).toList();
    }

    private static String digest(List<Proposals.Proposal> inputs) {
        MessageDigest sha = sha256();
        for (Proposals.Proposal proposal : inputs) {
            int[] input = proposal.input();
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + input.length));
            bytes.putInt(input.length).asIntBuffer().put(input);
            sha.update(bytes.array());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
