package org.inversionview.kernel.host;

import java.util.List;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/** JJava from 1.0-a6 on. Only what later versions have too is called. */
final class JJavaHost implements HostKernel {

    private final BaseKernel kernel;

    JJavaHost(BaseKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void registerMagic(String name, Function<List<String>, @Nullable Object> magic) {
        kernel.getMagicsRegistry().registerLineMagic(name, (caller, arguments) -> magic.apply(arguments));
    }

    @Override
    public void registerRendering(Class<?> type, Function<Object, MimeBundle> rendering) {
        kernel.getRenderer()
                .createRegistration(type)
                .register((value, context) -> context.getOutputContainer().assign(data(rendering.apply(value))));
    }

    @Override
    public void evaluate(String declaration) throws Exception {
        kernel.eval(declaration);
    }

    @Override
    public void display(MimeBundle bundle) {
        kernel.display(data(bundle));
    }

    @Override
    public void display(MimeBundle bundle, String displayId) {
        DisplayData data = data(bundle);
        data.putTransientData(DisplayData.DISPLAY_ID_KEY, displayId);
        kernel.display(data);
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        kernel.getIO().display.updateDisplay(displayId, data(bundle));
    }

    private static DisplayData data(MimeBundle bundle) {
        DisplayData data = new DisplayData();
        bundle.data().forEach(data::putData);
        return data;
    }
}
