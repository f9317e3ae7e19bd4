package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.Optional;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.view.MimeBundle;

/** Executes the cells that front ends ask for, one at a time, and publishes what comes of them. */
final class CellRequests {

    private final CellEvaluator evaluator;
    private final Publisher publisher;
    private final InputChannel input;
    private final SessionHistory history = new SessionHistory();
    private int executed;

    CellRequests(CellEvaluator evaluator, Publisher publisher, InputChannel input) {
        this.evaluator = evaluator;
        this.publisher = publisher;
        this.input = input;
    }

    SessionHistory history() {
        return history;
    }

    /**
     * Returns the content of the reply to a request to execute a cell.
     *
     * @throws InvalidContent if it says no cell
     */
    ObjectNode execute(Message message) {
        ExecuteRequest request = ExecuteRequest.of(message.content());
        int count = request.remembered() ? ++executed : Math.max(1, executed);
        if (!request.silent()) {
            publisher.publish(
                    "execute_input",
                    message.header(),
                    Message.object().put("code", request.code()).put("execution_count", count));
        }
        InputStream before = System.in;
        System.setIn(new FrontEndInput(input, message, request.mayAsk()));
        try {
            Optional<MimeBundle> value = evaluator.evaluate(count, request.code(), outputs(request, message));
            remember(request, count, value.map(MimeBundle::text).orElse(""));
            value.ifPresent(shown -> result(request, message, count, shown));
            ObjectNode reply = EmbeddedKernel.ok().put("execution_count", count);
            reply.set("user_expressions", expressions(request, count));
            reply.putArray("payload");
            return reply;
        } catch (CellFailure failure) {
            remember(request, count, "");
            return failed(request, message, failure).put("execution_count", count);
        } finally {
            System.setIn(before);
        }
    }

    private CellOutputs outputs(ExecuteRequest request, Message message) {
        return request.silent() ? CellOutputs.NONE : new PublishedOutputs(publisher, message.header());
    }

    private void remember(ExecuteRequest request, int count, String output) {
        if (request.remembered()) {
            history.add(count, request.code(), output);
        }
    }

    private void result(ExecuteRequest request, Message message, int count, MimeBundle shown) {
        if (!request.silent()) {
            ObjectNode content = Message.object().put("execution_count", count);
            content.setAll(PublishedOutputs.data(shown));
            publisher.publish("execute_result", message.header(), content);
        }
    }

    private ObjectNode failed(ExecuteRequest request, Message message, CellFailure failure) {
        ObjectNode reply = error(failure);
        if (!request.silent()) {
            ObjectNode published = reply.deepCopy();
            published.remove("status");
            publisher.publish("error", message.header(), published);
        }
        return reply;
    }

    private static ObjectNode error(CellFailure failure) {
        return EmbeddedKernel.error(failure.name(), failure.value(), failure.traceback());
    }

    private ObjectNode expressions(ExecuteRequest request, int count) {
        ObjectNode values = Message.object();
        request.expressions().forEach((name, code) -> values.set(name, expression(code, count)));
        return values;
    }

    /** An expression that fails says so in its own place. */
    private ObjectNode expression(String code, int count) {
        try {
            MimeBundle value = evaluator
                    .evaluate(count, code, CellOutputs.NONE)
                    .orElseThrow(() -> CellFailure.of("NoValue", "this is no expression, or null: " + code));
            return EmbeddedKernel.ok().setAll(PublishedOutputs.data(value));
        } catch (CellFailure failure) {
            return error(failure);
        }
    }
}
