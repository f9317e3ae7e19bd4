package org.inversionview.magics.session;

/** What a notebook has said so far: the loaded model and the current query. The only mutable object of this module. */
public final class Session implements AutoCloseable {

    @Override
    public void close() {}
}
