package org.inversionview.magics.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.MissingDecoderText;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook has said so far: the loaded model, the current query input, the last preimage, the coverages that were measured and the last result. With its run log
 * the only mutable object of this module; for one thread at a time.
 */
public final class Session implements AutoCloseable {

    private final TaskRegistry tasks;
    private @Nullable LoadedModel model;
    private int @Nullable [] query;
    private @Nullable String queryText;
    private @Nullable EpsilonPreimage preimage;
    private final List<PreimageCoverage> coverages = new ArrayList<>();
    private @Nullable View result;
    private Screen screen = Screen.NONE;
    private final RunLog log;
    private final LongSupplier clock;
    private final Map<String, String> environment;

    /** A session with tasks of its own: the declared ones, and what it registers. */
    public Session() {
        this(new TaskRegistry());
    }

    /** A session that knows these tasks. */
    public Session(TaskRegistry tasks) {
        this(tasks, System::nanoTime);
    }

    /**
     * A session that knows these tasks.
     *
     * @param clock nanoseconds since any moment; says when it is time to show how far a run is
     */
    public Session(TaskRegistry tasks, LongSupplier clock) {
        this(tasks, clock, System.getenv());
    }

    /**
     * A session that knows these tasks.
     *
     * @param clock as above
     * @param environment the variables that say which servers may be asked, and with which secrets
     */
    public Session(TaskRegistry tasks, LongSupplier clock, Map<String, String> environment) {
        this.tasks = tasks;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
        this.log = new RunLog(this.environment);
    }

    /** Returns the tasks that are known by name. */
    public TaskRegistry tasks() {
        return tasks;
    }

    /** Returns the loaded model. */
    public Optional<LoadedModel> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Returns the loaded model, which the magic needs.
     *
     * @throws MagicException if none was loaded
     */
    public LoadedModel requireModel() {
        return model().orElseThrow(() ->
                new MagicException("no model is loaded: write %model addition first (%models lists all)"));
    }

    /**
     * Returns the loaded model if it has a decoder, which the magic needs.
     *
     * @throws MagicException if no model was loaded, or it has none
     */
    public LoadedModel requireDecoder() {
        LoadedModel loaded = requireModel();
        if (loaded.decoder().isEmpty()) {
            throw new MagicException(MissingDecoderText.of(loaded));
        }
        return loaded;
    }

    /** Takes another model; the one before is closed and the query forgotten. */
    public void use(LoadedModel other) {
        close();
        model = other;
    }

    /**
     * Returns the current query input, which the magic needs.
     *
     * @throws MagicException if none was set
     */
    public int[] requireQuery() {
        if (query == null) {
            String example = requireModel().probed().task().examples().get(0);
            throw new MagicException(
                    "no query input is set: write %query " + example + " first, or add input=" + example);
        }
        return query.clone();
    }

    /** Returns the current query input, if one is set. */
    public Optional<int[]> query() {
        return Optional.ofNullable(query).map(int[]::clone);
    }

    /** Returns the current query input as it was written, if one is set. */
    public Optional<String> queryText() {
        return Optional.ofNullable(queryText);
    }

    /**
     * Sets the current query input.
     *
     * @param input BOS and EOS included
     * @param written what the task made it of
     */
    public void setQuery(int[] input, String written) {
        query = input.clone();
        queryText = written;
    }

    /** Sets the lines with which results say from now on that they were asked for. */
    public void askWith(List<String> lines) {
        model = model == null ? null : model.askedWith(lines);
    }

    /**
     * Returns the preimage that was sampled last, which the magic needs.
     *
     * @throws MagicException if none was
     */
    public EpsilonPreimage requirePreimage() {
        requireModel();
        if (preimage == null) {
            throw new MagicException("no preimage to verify: write %inspect layer=… head=… pos=… first");
        }
        return preimage;
    }

    /** Returns the preimage that was sampled last, if one was. */
    public Optional<EpsilonPreimage> preimage() {
        return Optional.ofNullable(preimage);
    }

    /** Remembers the preimage that was sampled last. */
    public void remember(EpsilonPreimage sampled) {
        preimage = sampled;
    }

    /** Returns the coverages that were measured of the loaded model's decoder, in that order. */
    public List<PreimageCoverage> coverages() {
        return List.copyOf(coverages);
    }

    /** Remembers a coverage that was measured. */
    public void remember(PreimageCoverage measured) {
        coverages.add(measured);
    }

    /**
     * Returns what the last magic returned.
     *
     * @throws MagicException if none has
     */
    public View requireResult() {
        if (result == null) {
            throw new MagicException("there is no result yet: write %inspect or another magic first (%help lists all)");
        }
        return result;
    }

    /** Remembers what a magic returned. */
    public void remember(View returned) {
        result = returned;
    }

    /** Returns where the running magic shows how far it is. */
    public Screen screen() {
        return screen;
    }

    /** Sets where the magic that runs next shows how far it is. */
    public void showOn(Screen other) {
        screen = other;
    }

    /** Returns where what was asked and what came of it is kept. */
    public RunLog log() {
        return log;
    }

    /** Returns nanoseconds since any moment. */
    public LongSupplier clock() {
        return clock;
    }

    /** Returns the variables of the environment; some are secrets. */
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
        model = null;
        query = null;
        queryText = null;
        preimage = null;
        coverages.clear();
    }
}
