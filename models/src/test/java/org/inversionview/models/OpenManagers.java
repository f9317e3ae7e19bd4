package org.inversionview.models;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.engine.PyTorch;

/** How many native managers are open that were not made from another: who makes one must close it. */
public final class OpenManagers {

    private OpenManagers() {}

    /** Returns their number; what hangs on them is open too. */
    public static int count() {
        try (NDManager one = PyTorch.open(Device.cpu())) {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            NDManager parent = Objects.requireNonNull(one.getParentManager());
            return ((Map<?, ?>) Objects.requireNonNull(field.get(parent))).size() - 1;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("DJL keeps its managers elsewhere", e);
        }
    }
}
