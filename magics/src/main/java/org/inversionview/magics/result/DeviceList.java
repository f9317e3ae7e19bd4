package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.magics.view.Page;

/** What {@code %device} returns: what there is to compute on, in a few lines. */
public record DeviceList(List<String> lines) implements Result {

    public DeviceList {
        lines = List.copyOf(lines);
    }

    @Override
    public Page page() {
        return Page.titled("Devices").lines(lines);
    }

    @Override
    public String schema() {
        return "inversionview/device/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
