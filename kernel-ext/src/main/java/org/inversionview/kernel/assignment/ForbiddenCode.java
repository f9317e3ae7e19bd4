package org.inversionview.kernel.assignment;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inversionview.kernel.cell.CellGuard;
import org.inversionview.kernel.cell.Display;
import org.inversionview.kernel.cell.MagicCalls;

/**
 * What no cell of an assignment may call, because it could reach what decides on points. Allowed is the code of other cells,
 * what Java has to compute, read and draw with, the engine and its results, tables and charts; not reflection, class loaders,
 * other processes, native code, the JVM's own inside, this kernel's, or any other library. Seen in the constants of a class,
 * whatever its source looks like.
 */
final class ForbiddenCode implements CellGuard {

    private static final List<String> ALLOWED = List.of(
            "[",
            "REPL/",
            "java/awt/",
            "java/io/",
            "java/lang/",
            "java/math/",
            "java/net/",
            "java/nio/",
            "java/text/",
            "java/time/",
            "java/util/",
            "javax/imageio/",
            "ai/djl/ndarray/",
            "it/unimi/dsi/fastutil/",
            "org/inversionview/magics/chart/",
            "org/inversionview/magics/check/",
            "org/inversionview/magics/result/",
            "org/inversionview/magics/view/",
            "org/inversionview/models/",
            "org/knowm/xchart/",
            "tech/tablesaw/");

    private static final List<String> FORBIDDEN = List.of(
            "java/io/FileDescriptor",
            "java/io/ObjectInputStream",
            "java/lang/ClassLoader",
            "java/lang/Module",
            "java/lang/Process",
            "java/lang/foreign/",
            "java/lang/instrument/",
            "java/lang/invoke/",
            "java/lang/management/",
            "java/lang/reflect/",
            "java/net/URLClassLoader",
            "java/util/ServiceLoader");

    /** What the compiler calls by itself, and what magic lines become. */
    private static final Set<String> NEEDED = Set.of(
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/reflect/Array",
            MagicCalls.class.getName().replace('.', '/'),
            Display.class.getName().replace('.', '/'));

    private static final Map<String, Set<String>> METHODS = Map.of(
            "java/lang/Runtime", Set.of("exec", "load", "loadLibrary", "halt", "addShutdownHook"),
            "java/lang/System", Set.of("load", "loadLibrary", "setSecurityManager"));

    private static final int MAGIC_AND_VERSION = 8;

    /** A constant: the text, or the two others that it leads to. */
    private record Constant(int tag, String text, int first, int second) {}

    @Override
    public Optional<String> objection(byte[] classFile) {
        Constant[] constants = constants(classFile);
        for (Constant constant : constants) {
            if (constant != null && isMember(constant.tag())) {
                String owner = constants[constants[constant.first()].first()].text();
                String name = constants[constants[constant.second()].first()].text();
                if (isForbidden(owner, name)) {
                    return Optional.of(
                            "an assignment's cells may not use %s.%s".formatted(owner.replace('/', '.'), name));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMember(int tag) {
        return tag >= 9 && tag <= 11; // a field, a method, an interface's method
    }

    private static boolean isForbidden(String owner, String name) {
        boolean allowed = ALLOWED.stream().anyMatch(owner::startsWith)
                && FORBIDDEN.stream().noneMatch(owner::startsWith)
                && !METHODS.getOrDefault(owner, Set.of()).contains(name);
        return !allowed && !NEEDED.contains(owner);
    }

    /** Reads the constant pool (Java Virtual Machine Specification, §4.4). */
    private static Constant[] constants(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipNBytes(MAGIC_AND_VERSION);
            Constant[] constants = new Constant[in.readUnsignedShort()];
            for (int i = 1; i < constants.length; i++) {
                constants[i] = constant(in);
                if (constants[i].tag() == 5 || constants[i].tag() == 6) {
                    i++; // a long or a double takes two places
                }
            }
            return constants;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Constant constant(DataInputStream in) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case 1 -> new Constant(tag, in.readUTF(), 0, 0);
            case 7, 8, 16, 19, 20 -> new Constant(tag, "", in.readUnsignedShort(), 0);
            case 9, 10, 11, 12, 17, 18 -> new Constant(tag, "", in.readUnsignedShort(), in.readUnsignedShort());
            case 3, 4 -> new Constant(tag, "", in.readInt(), 0);
            case 5, 6 -> new Constant(tag, "", in.readInt(), in.readInt());
            case 15 -> new Constant(tag, "", in.readUnsignedByte(), in.readUnsignedShort());
            default -> throw new IOException("a constant of kind " + tag);
        };
    }
}
