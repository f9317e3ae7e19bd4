package org.inversionview.models.causal;

/** Hears how far an experiment of many runs is, after every few of them. */
@FunctionalInterface
public interface RunListener {

    /** Hears nothing. */
    RunListener NONE = done -> {};

    /** Hears which share of the runs is done, from 0 to 1. */
    void on(double done);
}
