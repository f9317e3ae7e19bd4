package org.inversionview.models.inversion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.transformer.TransformerConfig;

/**
 * The inputs of a model's task that were drawn, or all of them, or windows of a text, with their activations: drawn and computed
 * once, then compared with any query activation.
 *
 * <p>Activations stand in files of a folder, mapped into memory; those of the sites asked last stay mapped. For one thread at a
 * time, as a model is.
 */
public final class TaskInputs {

    /** Multiplications of the draws that a first answer may take. */
    private static final double WORK = 1.2e12;

    private static final int MOST_DRAWS = 20_000;
    private static final int FEWEST_DRAWS = 100;

    private static final int MOST_POOLS = 16;
    private static final long POOLED = 512L << 20;
    private static final long MAPPED = 4L << 30;
    private static final long ON_DISK = 8L << 30;

    private static final String FORMAT = "activations 2";

    private final ProbedModel model;
    private final Provenance provenance;
    private final ActivationFolder folder;
    private final RecentPools pools;
    private final Map<String, SiteActivations> mapped; // last used last

    /**
     * Begins with nothing drawn.
     *
     * @param provenance of the model; activations that were kept are found by it
     * @param folder where activations are kept, up to 8 GiB of them
     */
    public TaskInputs(ProbedModel model, Provenance provenance, Path folder) {
        this(model, provenance, new ActivationFolder(folder, ON_DISK));
    }

    TaskInputs(ProbedModel model, Provenance provenance, ActivationFolder folder) {
        this(model, provenance, folder, new RecentPools(MOST_POOLS, POOLED), new LinkedHashMap<>(16, 0.75f, true));
    }

    private TaskInputs(
            ProbedModel model,
            Provenance provenance,
            ActivationFolder folder,
            RecentPools pools,
            Map<String, SiteActivations> mapped) {
        this.model = model;
        this.provenance = provenance;
        this.folder = folder;
        this.pools = pools;
        this.mapped = mapped;
    }

    /** Returns the same inputs, with all that was computed of them, whose results say that they were asked for with these lines. */
    public TaskInputs askedWith(List<String> lines) {
        return new TaskInputs(model, provenance.askedWith(lines), folder, pools, mapped);
    }

    ProbedModel model() {
        return model;
    }

    Provenance provenance() {
        return provenance;
    }

    /** Returns how many draws give a first answer in seconds, or where the model is as large as GPT-2 in half a minute. */
    public int usualDraws() {
        TransformerConfig config = model.config();
        double block = (double) config.width() * (4L * config.width() + 2L * config.mlpWidth());
        int length = Math.min(model.task().maxLength(), config.positions());
        double draws = WORK / (config.layers() * block * length);
        return (int) Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, draws));
    }

    /**
     * Returns how many inputs the task has.
     *
     * @throws InvalidRequestException if it does not list them
     */
    public int size() {
        return all().distinct().size();
    }

    /** Returns how many inputs the task lists, each as likely as the others; nothing where it does not list them. */
    OptionalLong listed() {
        return model.task().inputs().stream().mapToLong(Stream::count).findFirst();
    }

    /**
     * Returns how many windows a text has.
     *
     * @throws InvalidRequestException if this model cannot be asked with them
     */
    public int size(SourceSettings.Windows windows) {
        return windows(windows.text(), windows.length()).distinct().stream()
                .mapToInt(Proposals.Proposal::count)
                .sum();
    }

    InputPool drawn(int count, long seed) {
        return pools.get("%s of seed %s".formatted(count, seed), () -> InputPool.drawn(model.task(), count, seed));
    }

    InputPool all() {
        return pools.get("all", () -> InputPool.all(model.task()));
    }

    InputPool windows(CorpusText text, int window) {
        return pools.get(
                "windows of %s of %s %s".formatted(window, text.name(), text.sha256()),
                () -> InputPool.windows(model, text, window));
    }

    /**
     * Returns a site's activations in a pool's inputs, computed where they were not before.
     *
     * @throws CancellationException if the thread is interrupted while they are computed
     */
    SiteActivations activations(InputPool pool, ActivationSite site, WorkRunner runner) {
        return activations(pool, List.of(site), runner).get(0);
    }

    /** As above, of several sites: those that are not at hand are computed in one run of each input. */
    List<SiteActivations> activations(InputPool pool, List<ActivationSite> sites, WorkRunner runner) {
        if (sites.stream().allMatch(site -> mapped.containsKey(key(pool, site)))) {
            return sites.stream().map(site -> mapped.get(key(pool, site))).toList();
        }
        try {
            PoolLayout layout = PoolLayout.of(pool, model);
            requireRoom(pool, layout);
            List<ActivationSite> missing = new ArrayList<>();
            for (ActivationSite site : sites) {
                if (atHand(key(pool, site), layout).isEmpty()) {
                    missing.add(site);
                }
            }
            if (!missing.isEmpty()) {
                List<String> keys =
                        missing.stream().map(site -> key(pool, site)).toList();
                new PoolRun(model, folder).write(pool, missing, keys, layout, runner);
            }
            List<SiteActivations> all = new ArrayList<>();
            for (ActivationSite site : sites) {
                all.add(atHand(key(pool, site), layout)
                        .orElseThrow(() -> new IOException("what was written for %s is damaged".formatted(site))));
            }
            forgetWhatIsTooMuch();
            return all;
        } catch (ClosedByInterruptException e) {
            CancellationException cancelled = new CancellationException("interrupted while activations were read");
            cancelled.initCause(e);
            throw cancelled;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "activations cannot be kept in %s: %s (INVERSIONVIEW_CACHE names another folder)"
                            .formatted(folder.folder(), e.getMessage()),
                    e);
        }
    }

    /** What is kept of one site must fit, or every question would push out what the one before computed. */
    private void requireRoom(InputPool pool, PoolLayout layout) {
        if (layout.bytes() > folder.most()) {
            throw new InvalidRequestException(
                    "number of inputs measured",
                    pool.distinct().size(),
                    String.format(
                            Locale.ROOT,
                            "the activations of one site in them take %,d MB, and %,d MB are kept: ask about fewer",
                            layout.bytes() >> 20,
                            folder.most() >> 20));
        }
    }

    private Optional<SiteActivations> atHand(String key, PoolLayout layout) throws IOException {
        SiteActivations before = mapped.get(key);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<SiteActivations> found = folder.read(key, layout.blocks())
                .map(blocks -> new SiteActivations(model.config().width(), layout.lengths(), layout.starts(), blocks));
        found.ifPresent(activations -> mapped.put(key, activations));
        return found;
    }

    private String key(InputPool pool, ActivationSite site) {
        String all = String.join(
                "\n",
                FORMAT,
                provenance.probedSha256(),
                String.valueOf(provenance.processed()),
                provenance.device(),
                pool.digest(),
                site.fullName());
        return HexFormat.of().formatHex(InputPool.sha256().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private void forgetWhatIsTooMuch() {
        long bytes = mapped.values().stream().mapToLong(SiteActivations::bytes).sum();
        var oldestFirst = mapped.values().iterator();
        while (bytes > MAPPED && mapped.size() > 1) {
            bytes -= oldestFirst.next().bytes();
            oldestFirst.remove();
        }
    }
}
