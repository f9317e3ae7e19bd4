package org.inversionview.kernel.cell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/**
 * Two magics: {@code %echo} returns its arguments, {@code %echo-html} as HTML too; {@code %echo refuse} is a mistake,
 * {@code %echo fault} is a fault of its own,
 * {@code %echo slowly} shows twice how far it is, {@code %echo forever} does until it is interrupted, and
 * {@code %echo partly} then returns what is done.
 */
public final class EchoMagics implements MagicLines {

    /** What {@code %echo} returns. */
    public record Echo(String arguments) implements View {

        @Override
        public MimeBundle bundle() {
            return new MimeBundle(Map.of(MimeBundle.TEXT, "echo " + arguments));
        }
    }

    /** What {@code %echo-html} returns. */
    public record EchoHtml(String arguments) implements View {

        @Override
        public MimeBundle bundle() {
            return new MimeBundle(
                    Map.of(MimeBundle.TEXT, "echo " + arguments, MimeBundle.HTML, "<b>" + arguments + "</b>"));
        }
    }

    @Override
    public List<String> names() {
        return List.of("echo", "echo-html");
    }

    @Override
    public Class<? extends View> resultType(String name, String arguments) {
        return switch (name) {
            case "echo" -> Echo.class;
            case "echo-html" -> EchoHtml.class;
            default -> throw new MagicException("no magic %" + name + ": there are %echo and %echo-html");
        };
    }

    @Override
    public View run(String name, String arguments, Screen screen) {
        if (arguments.equals("refuse")) {
            throw new MagicException("no head 12 in block 9: this model has heads 0 to 11");
        }
        if (arguments.equals("fault")) {
            throw new IllegalArgumentException("shapes (2, 3) and (4) differ");
        }
        if (arguments.equals("slowly")) {
            screen.show(new Echo("a third"));
            screen.show(new Echo("two thirds"));
        }
        while (arguments.equals("partly")) {
            screen.show(new Echo("still here"));
            if (Thread.currentThread().isInterrupted()) {
                return new Echo("what is done");
            }
        }
        while (arguments.equals("forever")) {
            screen.show(new Echo("still here"));
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted");
            }
        }
        return name.equals("echo") ? new Echo(arguments) : new EchoHtml(arguments);
    }
}
