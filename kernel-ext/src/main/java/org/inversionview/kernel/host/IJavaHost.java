package org.inversionview.kernel.host;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.function.Function;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/** IJava 1.3, and what else stands on its base kernel 2.3 and keeps a registry of magics. */
final class IJavaHost implements HostKernel {

    private final BaseKernel kernel;
    private final Magics registry;

    /**
     * @param kernel that runs
     * @param registry of that kernel
     */
    IJavaHost(BaseKernel kernel, Magics registry) {
        this.kernel = kernel;
        this.registry = registry;
    }

    @Override
    public void registerMagic(String name, Function<List<String>, @Nullable Object> magic) {
        registry.registerLineMagic(name, magic::apply);
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
        data.setDisplayId(displayId);
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
