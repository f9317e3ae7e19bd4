package org.inversionview.magics.view;

import java.util.List;
import tech.tablesaw.api.Table;

/** What there is to compute on, in a few lines. */
public record DeviceView(List<String> lines) implements View {

    public static final String SCHEMA = "inversionview/device/1";

    public DeviceView {
        lines = List.copyOf(lines);
    }

    @Override
    public MimeBundle bundle() {
        return new Page("Devices", lines, Table.create(), "").bundle(SCHEMA, this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
