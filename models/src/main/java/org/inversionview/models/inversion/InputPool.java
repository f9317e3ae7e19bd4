package org.inversionview.models.inversion;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.inversion.SampleSource.Origin;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TextCorpus;
import org.inversionview.models.tokens.BytePairs;

/**
 * Inputs that serve every query: drawn from a task, or windows of a text, duplicates merged and counted, or all that there are.
 *
 * @param origin how they were come by
 * @param distinct each once
 * @param digest of their tokens: pools with the same digest have the same inputs in the same order
 */
record InputPool(Origin origin, List<Proposals.Proposal> distinct, String digest) {

    private static final int MOST = 1_000_000;

    private static final int[] ONCE = {1};

    private static final int[] NEVER = {0};

    private static final int INPUTS_A_HASH = 4_096;

    private static final int BYTES_AN_INPUT = 80; // what Java adds to its tokens

    /** Returns {@code count} inputs drawn from the task's distribution. */
    static InputPool drawn(Task task, int count, long seed) {
        if (count < 1 || count > MOST) {
            throw new InvalidRequestException(
                    "number of draws", count, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST));
        }
        RandomGenerator random = new SplittableRandom(seed);
        List<int[]> drawn =
                Stream.generate(() -> task.sample(random)).limit(count).toList();
        return of(
                Origin.of(Source.TASK),
                Proposals.merged(drawn, new int[count], 1).distinct());
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
                Origin.of(Source.EXACT),
                inputs.map(input -> new Proposals.Proposal(input, ONCE)).toList());
    }

    /**
     * Returns the windows of a text.
     *
     * @param window tokens of each at most, BOS and EOS not counted
     * @throws InvalidRequestException if the model does not read GPT-2's tokens, or fewer of them, or there are too many windows
     */
    static InputPool windows(ProbedModel model, CorpusText text, int window) {
        if (!(model.task().vocabulary() instanceof BytePairs)) {
            throw new InvalidRequestException(
                    "corpus",
                    text.name(),
                    "a text is cut into GPT-2's tokens, and this model reads those of task %s"
                            .formatted(model.task().name()));
        }
        int longest = model.config().positions() - 2; // beside BOS and EOS
        if (window < 1 || window > longest) {
            throw new InvalidRequestException(
                    "window",
                    window,
                    String.format(Locale.ROOT, "this model reads windows of 1 to %,d tokens", longest));
        }
        List<int[]> windows = new TextCorpus(text.name(), text, window)
                .windows()
                .limit(MOST + 1)
                .toList();
        if (windows.size() > MOST) {
            throw new InvalidRequestException(
                    "corpus",
                    text.name(),
                    String.format(
                            Locale.ROOT,
                            "it has more than %,d windows of %d tokens: take a longer window, or a part of it",
                            MOST,
                            window));
        }
        Corpus corpus = new Corpus(text.name(), text.sha256(), window);
        return of(
                new Origin(Source.CORPUS, Optional.empty(), Optional.of(corpus)),
                Proposals.merged(windows, new int[windows.size()], 1).distinct());
    }

    /** Returns the pool with other inputs behind its own: they can be asked about, and none of them counts as drawn. */
    InputPool asking(List<int[]> queries) {
        Set<List<Integer>> known = new HashSet<>();
        distinct.forEach(one -> known.add(key(one.input())));
        List<Proposals.Proposal> all = new ArrayList<>(distinct);
        queries.stream()
                .filter(query -> known.add(key(query)))
                .forEach(query -> all.add(new Proposals.Proposal(query, NEVER)));
        return all.size() == distinct.size() ? this : of(origin, List.copyOf(all));
    }

    private static List<Integer> key(int[] input) {
        return Arrays.stream(input).boxed().toList();
    }

    private static InputPool of(Origin origin, List<Proposals.Proposal> distinct) {
        return new InputPool(origin, distinct, digest(distinct));
    }

    /** Returns about how many bytes the inputs take in memory. */
    long bytes() {
        return distinct.stream()
                .mapToLong(one -> BYTES_AN_INPUT + (long) Integer.BYTES * one.input().length)
                .sum();
    }

    List<int[]> inputs() {
        return distinct.stream().map(Proposals.Proposal::input).toList();
    }

    /** Returns the hash of the hashes of the inputs, a few thousand at a time. */
    private static String digest(List<Proposals.Proposal> inputs) {
        List<byte[]> parts = IntStream.rangeClosed(0, (inputs.size() - 1) / INPUTS_A_HASH)
                .parallel()
                .mapToObj(part ->
                        hash(inputs.subList(part * INPUTS_A_HASH, Math.min(inputs.size(), (part + 1) * INPUTS_A_HASH))))
                .toList();
        MessageDigest sha = sha256();
        parts.forEach(sha::update);
        return HexFormat.of().formatHex(sha.digest());
    }

    private static byte[] hash(List<Proposals.Proposal> inputs) {
        MessageDigest sha = sha256();
        for (Proposals.Proposal proposal : inputs) {
            int[] input = proposal.input();
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + input.length));
            bytes.putInt(input.length).asIntBuffer().put(input);
            sha.update(bytes.array());
        }
        return sha.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
