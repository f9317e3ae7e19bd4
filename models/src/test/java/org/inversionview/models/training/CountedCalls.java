package org.inversionview.models.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.inversion.ProbedActivations;
import org.inversionview.models.probed.ProbedModel;

/**
 * A program that trains a tiny decoder and prints how many calls of native functions its last step took.
 *
 * <p>All of DJL's calls leave through JniUtils; before that class is loaded, a count is put in front of each.
 */
final class CountedCalls {

    private static final String JNI = "ai/djl/pytorch/jni/";
    private static final int STEPS = 8;

    private static long calls; // of this process alone

    private CountedCalls() {}

    /** What the changed class calls. */
    public static final class Count {

        private Count() {}

        public static void one() {
            calls++;
        }
    }

    public static void main(String[] args) throws IOException, IllegalAccessException {
        MethodHandles.privateLookupIn(LibUtils.class, MethodHandles.lookup()).defineClass(counting());
        System.out.println("calls: " + ofStep(Path.of(args[0])));
    }

    private static byte[] counting() throws IOException {
        try (InputStream in = CountedCalls.class.getResourceAsStream("/" + JNI + "JniUtils.class")) {
            ClassReader reader = new ClassReader(Objects.requireNonNull(in).readAllBytes());
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String type, String signature, String[] exceptions) {
                            return counting(super.visitMethod(access, name, type, signature, exceptions));
                        }
                    },
                    0);
            return writer.toByteArray();
        }
    }

    private static MethodVisitor counting(MethodVisitor writer) {
        return new MethodVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visitMethodInsn(int kind, String owner, String name, String type, boolean ofInterface) {
                if (owner.equals(JNI + "PyTorchLibrary")) {
                    String count = Count.class.getName().replace('.', '/');
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, count, "one", "()V", false);
                }
                super.visitMethodInsn(kind, owner, name, type, ofInterface);
            }
        };
    }

    private static long ofStep(Path checkpoint) throws IOException {
        List<Long> before = new ArrayList<>();
        try (ProbedModel probed = TinyModels.probed(1)) {
            ProbedActivations examples = new ProbedActivations(probed, probed.sites(), false);
            DecoderConfig config = TinyModels.decoderConfig(probed.sites().size());
            TrainingPlan plan = new TrainingPlan(STEPS, 64, 2, 0.02, 0.002, 0.02, 0.01, 1, 0.998, 0);
            NDManager manager = PyTorch.open(Device.cpu());
            DecoderTraining training = new DecoderTraining(
                    manager,
                    config,
                    plan,
                    TinyModels.TASK.vocabulary(),
                    examples.statistics(64, 0, ProgressListener.NONE),
                    examples,
                    1);
            FlatParameters parameters = DecoderTraining.parameters(manager, config, 0, 10, Optional.empty());
            try (Trainer trainer = new Trainer(manager, parameters, plan)) {
                trainer.run(
                        (weights, step, scratch) -> {
                            before.add(calls);
                            return training.of(weights, step, scratch);
                        },
                        Trainer.Measurement.NONE,
                        checkpoint,
                        progress -> {});
            }
        }
        return before.get(STEPS - 1) - before.get(STEPS - 2);
    }
}
