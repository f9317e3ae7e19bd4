package org.inversionview.kernel.assignment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.view.MimeBundle;

/** The first of what a cell shows: a flood is cut. Texts and pictures only. */
final class BoundedOutputs implements CellOutputs {

    private static final int MOST_CHARS = 60_000;
    private static final int MOST_PICTURE_CHARS = 900_000;
    private static final int MOST_OUTPUTS = 100;
    private static final String CUT = "\n… (cut: more was shown than is kept)\n";

    private final List<CellOutput> outputs = new ArrayList<>();
    private final Map<String, Integer> byDisplayId = new HashMap<>();
    private int charsLeft = MOST_CHARS;
    private int pictureCharsLeft = MOST_PICTURE_CHARS;

    /** Returns what was shown so far. */
    synchronized List<CellOutput> shown() {
        return List.copyOf(outputs);
    }

    @Override
    public synchronized void stream(StreamName name, String text) {
        String stream = name.name().toLowerCase(Locale.ROOT);
        String kept = kept(text);
        int last = outputs.size() - 1;
        if (kept.isEmpty()) {
            return;
        }
        if (last >= 0 && outputs.get(last).stream().equals(stream)) {
            String before = outputs.get(last).forms().getOrDefault(MimeBundle.TEXT, "");
            outputs.set(last, new CellOutput(stream, Map.of(MimeBundle.TEXT, before + kept)));
        } else {
            outputs.add(new CellOutput(stream, Map.of(MimeBundle.TEXT, kept)));
        }
    }

    /** Returns as much of a text as there is room for. */
    private String kept(String text) {
        if (charsLeft <= 0 || outputs.size() >= MOST_OUTPUTS) {
            return "";
        }
        String kept = text.length() <= charsLeft ? text : text.substring(0, charsLeft) + CUT;
        charsLeft -= text.length();
        return kept;
    }

    @Override
    public synchronized void display(MimeBundle bundle) {
        if (outputs.size() < MOST_OUTPUTS) {
            outputs.add(new CellOutput("", forms(bundle)));
        }
    }

    @Override
    public synchronized void display(MimeBundle bundle, String displayId) {
        if (outputs.size() < MOST_OUTPUTS) {
            byDisplayId.put(displayId, outputs.size());
            display(bundle);
        }
    }

    @Override
    public synchronized void update(String displayId, MimeBundle bundle) {
        Integer place = byDisplayId.get(displayId);
        if (place != null) {
            charsLeft +=
                    outputs.get(place).forms().getOrDefault(MimeBundle.TEXT, "").length();
            outputs.set(place, new CellOutput("", forms(bundle)));
        }
    }

    private Map<String, String> forms(MimeBundle bundle) {
        Map<String, String> forms = new HashMap<>(Map.of(MimeBundle.TEXT, kept(bundle.text())));
        for (String picture : List.of(MimeBundle.SVG, MimeBundle.PNG)) {
            if (bundle.data().get(picture) instanceof String data && data.length() <= pictureCharsLeft) {
                pictureCharsLeft -= data.length();
                forms.put(picture, data);
            }
        }
        return forms;
    }
}
