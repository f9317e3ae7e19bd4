package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.result.DeviceList;
import org.inversionview.magics.session.Session;
import org.inversionview.models.engine.Devices;
import picocli.CommandLine.Command;

@Command(name = "device", description = "Shows what there is to compute on, what is used, and what a GPU needs.")
final class DeviceMagic extends MagicCommand<DeviceList> {

    @Override
    DeviceList run(Session session) {
        List<String> lines = new ArrayList<>(Devices.describe());
        session.model()
                .ifPresent(model -> lines.add("Model %s computes on %s; %%model %s device=… chooses another."
                        .formatted(model.name(), model.provenance().device(), model.name())));
        return new DeviceList(lines);
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<DeviceList> resultType() {
        return DeviceList.class;
    }

    @Override
    List<String> examples() {
        return List.of("%device", "%model addition device=cpu");
    }
}
