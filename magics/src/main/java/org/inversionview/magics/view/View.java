package org.inversionview.magics.view;

/** What can be shown in a notebook. */
public interface View {

    /** Returns its forms; text/plain is always among them. */
    MimeBundle bundle();
}
