package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.inversionview.kernel.Faults;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CodeAssistant;
import org.inversionview.kernel.cell.CodeAssistant.Completion;
import org.inversionview.kernel.cell.Language;
import org.inversionview.magics.view.MimeBundle;

/** Answers a front end's requests, from their content to the reply's; sockets are none of its business. */
final class EmbeddedKernel {

    /** What a terminal, and a front end of Jupyter, shows in red, up to the other. */
    private static final String RED = "\u001b[31m";

    private static final String USUAL = "\u001b[0m";

    private static final String IMPLEMENTATION = "inversionview";
    private static final String PROTOCOL = "5.3";
    private static final String INDENT = "    ";

    private final CellEvaluator evaluator;
    private final String version;
    private final CellRequests cells;
    private final Map<String, Function<JsonNode, ObjectNode>> answers = Map.of(
            "kernel_info_request",
            content -> describe(),
            "is_complete_request",
            this::isComplete,
            "complete_request",
            this::complete,
            "inspect_request",
            this::inspect,
            "history_request",
            this::history,
            "comm_info_request",
            content -> ok().set("comms", Message.object()),
            "interrupt_request",
            content -> interrupt(),
            "shutdown_request",
            content -> ok().put("restart", content.path("restart").asBoolean()));

    /**
     * @param evaluator of the session's cells; the caller closes it
     * @param version of the kernel
     */
    EmbeddedKernel(CellEvaluator evaluator, String version, CellRequests cells) {
        this.evaluator = evaluator;
        this.version = version;
        this.cells = cells;
    }

    /** Returns the content of the reply to any request; an error where it cannot be met, and whatever happens. */
    ObjectNode answer(Message request) {
        try {
            if (request.type().equals(ExecuteRequest.TYPE)) {
                return cells.execute(request);
            }
            Function<JsonNode, ObjectNode> answer = answers.get(request.type());
            return answer == null
                    ? error("UnknownRequest", "no request " + request.type() + " in protocol " + PROTOCOL, List.of())
                    : answer.apply(request.content());
        } catch (InvalidContent e) {
            return error("InvalidRequest", String.valueOf(e.getMessage()), List.of());
        } catch (Throwable fault) {
            return error(
                    fault.getClass().getSimpleName(),
                    fault.getClass().getName() + " in " + request.type(),
                    Faults.report(fault));
        }
    }

    static ObjectNode ok() {
        return Message.object().put("status", "ok");
    }

    static ObjectNode error(String name, String value, List<String> traceback) {
        ObjectNode error =
                Message.object().put("status", "error").put("ename", name).put("evalue", value);
        error.set(
                "traceback",
                Message.tree(traceback.stream().map(line -> RED + line + USUAL).toList()));
        return error;
    }

    private ObjectNode interrupt() {
        evaluator.interrupt();
        return ok();
    }

    private ObjectNode describe() {
        ObjectNode reply = ok().put("protocol_version", PROTOCOL)
                .put("implementation", IMPLEMENTATION)
                .put("implementation_version", version)
                .put("banner", "InversionView " + version + ", Java " + System.getProperty("java.version"));
        reply.putObject("language_info")
                .put("name", Language.NAME)
                .put("version", Language.VERSION)
                .put("mimetype", Language.MIME_TYPE)
                .put("file_extension", Language.FILE_EXTENSION)
                .put("pygments_lexer", Language.NAME)
                .put("codemirror_mode", Language.MIME_TYPE);
        reply.putArray("help_links");
        return reply;
    }

    private ObjectNode isComplete(JsonNode content) {
        return switch (evaluator.assistant().state(code(content, "is_complete_request"))) {
            case COMPLETE -> Message.object().put("status", "complete");
            case INVALID -> Message.object().put("status", "invalid");
            case INCOMPLETE -> Message.object().put("status", "incomplete").put("indent", INDENT);
        };
    }

    private ObjectNode complete(JsonNode content) {
        String code = code(content, "complete_request");
        Completion completion = evaluator.assistant().complete(code, cursor(code, content));
        ObjectNode reply = ok();
        reply.set("matches", Message.tree(completion.texts()));
        reply.put("cursor_start", code.codePointCount(0, completion.start()))
                .put("cursor_end", code.codePointCount(0, completion.end()))
                .putObject("metadata");
        return reply;
    }

    private ObjectNode inspect(JsonNode content) {
        String code = code(content, "inspect_request");
        CodeAssistant assistant = evaluator.assistant();
        Optional<String> found = assistant.inspect(code, cursor(code, content));
        ObjectNode reply = ok().put("found", found.isPresent());
        ObjectNode data = reply.putObject("data");
        found.ifPresent(text -> data.put(MimeBundle.TEXT, text));
        reply.putObject("metadata");
        return reply;
    }

    private ObjectNode history(JsonNode content) {
        return ok().set("history", cells.history().asked(content));
    }

    private static String code(JsonNode content, String request) {
        if (!content.path("code").isTextual()) {
            throw new InvalidContent(request, "code", "a text", content);
        }
        return content.path("code").asText();
    }

    /** The protocol counts a cursor's place in code points; where none is said, it is at the end. */
    private static int cursor(String code, JsonNode content) {
        int all = code.codePointCount(0, code.length());
        int place = content.path("cursor_pos").asInt(all);
        return code.offsetByCodePoints(0, Math.max(0, Math.min(place, all)));
    }
}
