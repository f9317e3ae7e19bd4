package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.embedded.Message.Malformed;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Serves a front end with a kernel. Every socket has a thread of its own; requests that wait for a running cell come over
 * one, interrupts and shutdown over another. The kernel spec needs {@code "interrupt_mode": "message"}.
 */
public final class KernelServer {

    private static final long END_MILLIS = 3_000;

    private final ConnectionFile connection;
    private final String session = UUID.randomUUID().toString();
    private final Publisher publisher = new Publisher(session);
    private final CountDownLatch end = new CountDownLatch(1);

    /** Takes what is wrong with messages; not what cells print. */
    private final PrintStream log = System.err;

    private KernelServer(ConnectionFile connection) {
        this.connection = connection;
    }

    /**
     * Returns a server for the ports that a front end has chosen.
     *
     * @param connectionFile as Jupyter writes it: transport, ip, ports, signature scheme and key
     * @throws UserMistake if there is no such file, or it is no connection file, or asks for what this kernel cannot do
     */
    public static KernelServer of(Path connectionFile) {
        return new KernelServer(ConnectionFile.read(connectionFile));
    }

    /**
     * Answers until the front end asks for shutdown, or its process ends.
     *
     * @param version of the kernel
     * @throws UserMistake if one of the ports is in use
     */
    public void serve(CellEvaluator evaluator, String version) throws InterruptedException {
        ZMQ.Context context = ZMQ.context(1);
        List<Channel> channels = new ArrayList<>();
        try {
            channels.add(new Channel(context, SocketType.ROUTER, connection, connection.shell()));
            channels.add(new Channel(context, SocketType.ROUTER, connection, connection.control()));
            channels.add(new Channel(context, SocketType.PUB, connection, connection.iopub()).lossless());
            channels.add(new Channel(context, SocketType.ROUTER, connection, connection.stdin()));
            channels.add(new Channel(context, SocketType.REP, connection, connection.heartbeat()));
        } catch (UserMistake inUse) {
            channels.forEach(Channel::close);
            context.term();
            throw inUse;
        }
        InputChannel input = new InputChannel(channels.get(3), session);
        EmbeddedKernel kernel = new EmbeddedKernel(evaluator, version, new CellRequests(evaluator, publisher, input));
        start("shell", channels.get(0), shell -> answerShell(shell, kernel));
        start("control", channels.get(1), control -> answerControl(control, kernel));
        start("iopub", channels.get(2), publisher::sendOver);
        start("heartbeat", channels.get(4), Channel::echo);
        publisher.status("starting", Message.object());
        ParentProcess.onEnd(end::countDown);
        end.await();
        evaluator.interrupt();
        publisher.end();
        input.close();
        end(context);
    }

    /** Waits until what was sent has left and every thread has closed its socket, but not for ever. */
    private static void end(ZMQ.Context context) throws InterruptedException {
        Thread terminating = new Thread(context::term, "end");
        terminating.setDaemon(true);
        terminating.start();
        terminating.join(END_MILLIS);
    }

    /** What a thread does with its socket until the context ends. */
    private interface Service {
        void serve(Channel channel);
    }

    private static void start(String name, Channel channel, Service service) {
        Thread thread = new Thread(
                () -> {
                    try (channel) {
                        service.serve(channel);
                    } catch (ZMQException e) {
                        // The context has ended, and with it all that could be served.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void answerControl(Channel control, EmbeddedKernel kernel) {
        while (true) {
            Message request = receive(control, -1);
            if (request == null || isNoRequest(request)) {
                continue;
            }
            // The interrupt comes first: what is published may have to wait for the cell that it ends.
            Message reply = request.reply(session, replyType(request), kernel.answer(request));
            publisher.tryStatus("busy", request.header());
            control.send(reply);
            publisher.tryStatus("idle", request.header());
            endIfAsked(request);
        }
    }

    private void answerShell(Channel shell, EmbeddedKernel kernel) {
        while (true) {
            Message request = receive(shell, -1);
            if (request != null && !isNoRequest(request)) {
                answer(shell, kernel, request);
            }
        }
    }

    private void answer(Channel shell, EmbeddedKernel kernel, Message request) {
        publisher.status("busy", request.header());
        ObjectNode content = kernel.answer(request);
        // What comes once the reply has left was asked for with the failure in mind, and is executed.
        List<Message> behind = stopsOthers(request, content) ? waiting(shell) : List.of();
        reply(shell, request, content);
        for (Message waiting : behind) {
            if (waiting.type().equals(ExecuteRequest.TYPE)) {
                publisher.status("busy", waiting.header());
                reply(shell, waiting, Message.object().put("status", "aborted"));
            } else if (!isNoRequest(waiting)) {
                answer(shell, kernel, waiting);
            }
        }
    }

    /** Run All sends every cell at once; what stands behind the one that failed is given up. */
    private static boolean stopsOthers(Message request, ObjectNode reply) {
        return request.type().equals(ExecuteRequest.TYPE)
                && reply.path("status").asText().equals("error")
                && request.content().path("stop_on_error").asBoolean(true);
    }

    private List<Message> waiting(Channel shell) {
        List<Message> waiting = new ArrayList<>();
        Message next = receive(shell, 0);
        while (next != null) {
            waiting.add(next);
            next = receive(shell, 0);
        }
        return waiting;
    }

    private void reply(Channel shell, Message request, ObjectNode content) {
        shell.send(request.reply(session, replyType(request), content));
        publisher.status("idle", request.header());
        endIfAsked(request);
    }

    private @Nullable Message receive(Channel channel, int millis) {
        try {
            return channel.receive(millis);
        } catch (Malformed e) {
            log.println("a message was thrown away: " + e.getMessage());
            return null;
        }
    }

    /** Comms are none of this kernel's: one that is opened is closed, what else they say goes by. */
    private boolean isNoRequest(Message message) {
        if (message.type().endsWith("_request")) {
            return false;
        }
        if (message.type().equals("comm_open")) {
            publisher.publish(
                    "comm_close",
                    message.header(),
                    Message.object().set("comm_id", message.content().path("comm_id")));
        } else if (!message.type().startsWith("comm_")) {
            log.println("a message was thrown away: its msg_type %s is no request".formatted(message.type()));
        }
        return true;
    }

    private void endIfAsked(Message request) {
        if (request.type().equals("shutdown_request")) {
            end.countDown();
        }
    }

    private static String replyType(Message request) {
        return request.type().replaceFirst("_request$", "_reply");
    }
}
