package org.inversionview.kernel.embedded;

import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.view.MimeBundle;

/** Publishes a cell's outputs to the front end that asked for its execution. */
final class ShellOutputs implements CellOutputs {

    private final ShellReplyEnvironment environment;

    ShellOutputs(ShellReplyEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void stream(StreamName name, String text) {
        environment.publish(new PublishStream(name == StreamName.STDOUT ? StreamType.OUT : StreamType.ERR, text));
    }

    @Override
    public void display(MimeBundle bundle) {
        environment.publish(new PublishDisplayData(data(bundle)));
    }

    @Override
    public void display(MimeBundle bundle, String displayId) {
        environment.publish(new PublishDisplayData(data(bundle, displayId)));
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        environment.publish(new PublishUpdateDisplayData(data(bundle, displayId)));
    }

    static DisplayData data(MimeBundle bundle) {
        DisplayData data = new DisplayData();
        bundle.data().forEach((type, value) -> data.putData(type, value));
        return data;
    }

    private static DisplayData data(MimeBundle bundle, String displayId) {
        DisplayData data = data(bundle);
        data.putTransientData(DisplayData.DISPLAY_ID_KEY, displayId);
        return data;
    }
}
