package org.inversionview.magics.view;

/** Where a magic that takes long shows how far it is. */
@FunctionalInterface
public interface Screen {

    /** Shows nothing. */
    Screen NONE = view -> {};

    /** Shows the view in place of what the same run of a magic showed before. */
    void show(View view);
}
