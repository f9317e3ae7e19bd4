package org.inversionview.models;

import ai.djl.Device;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.engine.Devices;
import org.inversionview.models.engine.MatrixProducts;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.recipe.ProbedModelRecipe;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.training.TrainingPlan;
import org.inversionview.models.transformer.TransformerConfig;

/** A program that starts PyTorch in the way that is asked for, as its first act, and says whether MKL has chosen kernels. */
final class WaysIntoPyTorch {

    private static final TransformerConfig SHAPE =
            new TransformerConfig(15, 14, 8, 1, 2, 16, 1e-5f, TransformerConfig.Activation.GELU_NEW);

    private WaysIntoPyTorch() {}

    /** Each stands for a first cell or a command. */
    enum Way {
        MANAGER {
            @Override
            void go(Path folder) {
                PyTorch.open(Device.cpu()).close();
            }
        },
        DEVICES {
            @Override
            void go(Path folder) {
                Devices.describe();
            }
        },
        DEVICE_BY_NAME {
            @Override
            void go(Path folder) {
                Devices.named("auto");
            }
        },
        SHIPPED_MODEL {
            @Override
            void go(Path folder) throws IOException {
                LoadedModel.load(new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry())
                        .close();
            }
        },
        TRAINING {
            @Override
            void go(Path folder) throws IOException {
                recipe().train(folder, progress -> {});
            }
        },
        PACE_OF_A_TRAINING {
            @Override
            void go(Path folder) throws IOException {
                recipe().lasting(0.01, folder);
            }
        },
        RANDOM_MODEL {
            @Override
            void go(Path folder) throws IOException {
                RandomModelFolder.write(folder, SHAPE, 0);
            }
        },
        MATRIX_PRODUCTS {
            @Override
            void go(Path folder) {
                MatrixProducts.gigaflops();
            }
        };

        abstract void go(Path folder) throws IOException;

        private static ProbedModelRecipe recipe() {
            return new ProbedModelRecipe(
                    new ThreeDigitAddition(),
                    SHAPE,
                    new TrainingPlan(1, 4, 0, 0, 0.003, 0, 0.1, 1, 0.9, 7),
                    new AttentionShaping(0, 0, 0),
                    "cpu",
                    "the command");
        }
    }

    public static void main(String[] args) throws IOException {
        Way.valueOf(args[0]).go(Path.of(args[1]));
        System.out.println("kernels chosen: " + kernelsChosen());
    }

    /** MKL's function begins by loading its static variable, relative to the next instruction: −1 until it has chosen. */
    private static boolean kernelsChosen() throws IOException {
        String library = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith("/libtorch_cpu.so"))
                .map(line -> line.substring(line.indexOf('/')))
                .findFirst()
                .orElseThrow();
        Pointer function = NativeLibrary.getInstance(library).getFunction("mkl_vml_serv_cpu_detect");
        if (function.getShort(0) != 0x058b) { // mov offset(%rip), %eax
            throw new IllegalStateException("another MKL: look at mkl_vml_serv_cpu_detect anew");
        }
        return function.getInt(6 + function.getInt(2)) != -1;
    }
}
