package org.inversionview.models.engine;

/** Hears how far a piece of work is, after every batch and now and then within one. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = progress -> {};

    void on(WorkProgress progress);
}
