package org.inversionview.magics.view;

import java.util.List;

/** One line, such as how far a run is. */
public record NoticeView(String line) implements View {

    @Override
    public MimeBundle bundle() {
        return new MimeBundle(Page.of("", List.of(line)).forms());
    }
}
