package org.inversionview.kernel.embedded;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterInputStream;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.history.HistoryManager;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteInput;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteResult;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import io.github.spencerpark.jupyter.messages.reply.ExecuteReply;
import io.github.spencerpark.jupyter.messages.reply.KernelInfoReply;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.KernelInfoRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.kernel.cell.CodeAssistant;
import org.inversionview.kernel.cell.CodeAssistant.Completion;
import org.inversionview.kernel.cell.Language;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/**
 * A Java kernel with the magics in it. It needs {@code "interrupt_mode": "message"} in its kernel spec.
 *
 * <p>Requests to execute are answered here and not by the base class: that one takes an error's name from the class of an
 * exception that it catches, and replies with the JVM's stack trace.
 */
public final class EmbeddedKernel extends BaseKernel {

    private static final LanguageInfo LANGUAGE = new LanguageInfo.Builder(Language.NAME)
            .version(Language.VERSION)
            .mimetype(Language.MIME_TYPE)
            .fileExtension(Language.FILE_EXTENSION)
            .pygments(Language.NAME)
            .codemirror(Language.MIME_TYPE)
            .build();

    private static final String IMPLEMENTATION = "inversionview";

    private final CellEvaluator evaluator;
    private final String version;
    private final SessionHistory history = new SessionHistory();

    /**
     * @param evaluator of the session's cells; the caller closes it
     * @param version of the kernel
     */
    public EmbeddedKernel(CellEvaluator evaluator, String version) {
        this.evaluator = evaluator;
        this.version = version;
    }

    @Override
    public void becomeHandlerForConnection(JupyterConnection connection) {
        super.becomeHandlerForConnection(connection);
        connection.setHandler(MessageType.EXECUTE_REQUEST, this::execute);
        connection.setHandler(MessageType.KERNEL_INFO_REQUEST, this::describe);
    }

    private synchronized void execute(ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        getCommManager().setMessageContext(message);
        environment.setBusyDeferIdle();
        int count = request.isSilent() ? executionCount.get() : executionCount.getAndIncrement();
        CellOutputs outputs = request.isSilent() ? CellOutputs.NONE : new ShellOutputs(environment);
        if (!request.isSilent()) {
            environment.publish(new PublishExecuteInput(request.getCode(), count));
        }
        InputStream oldIn = System.in;
        System.setIn(new JupyterInputStream(environment, request.isStdinEnabled()));
        try {
            Optional<MimeBundle> value = evaluator.evaluate(count, request.getCode(), outputs);
            remember(request, count, value.map(MimeBundle::text).orElse(""));
            if (!request.isSilent()) {
                value.ifPresent(it -> environment.publish(new PublishExecuteResult(count, ShellOutputs.data(it))));
            }
            environment.defer().reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure failure) {
            remember(request, count, "");
            fail(environment, failure, count, request.isSilent());
        } finally {
            System.setIn(oldIn);
        }
    }

    private void remember(ExecuteRequest request, int count, String output) {
        if (!request.isSilent() && request.shouldStoreHistory()) {
            history.add(count, request.getCode(), output);
        }
    }

    @Override
    public HistoryManager getHistoryManager() {
        return history;
    }

    private static void fail(ShellReplyEnvironment environment, CellFailure failure, int count, boolean silent) {
        if (!silent) {
            environment.publish(new PublishError(failure.name(), failure.value(), failure.traceback()));
        }
        ErrorReply reply = new ErrorReply(failure.name(), failure.value(), failure.traceback());
        reply.setExecutionCount(count);
        environment.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
    }

    private void describe(ShellReplyEnvironment environment, Message<KernelInfoRequest> message) {
        environment.setBusyDeferIdle();
        environment.reply(new KernelInfoReply(
                Header.PROTOCOL_VERISON, IMPLEMENTATION, version, LANGUAGE, getBanner(), List.of()));
    }

    @Override
    public String getBanner() {
        return "InversionView " + version + ", Java " + System.getProperty("java.version");
    }

    /** Evaluates without a front end: only the value is kept. */
    @Override
    public @Nullable DisplayData eval(String code) throws CellFailure {
        return evaluator
                .evaluate(executionCount.getAndIncrement(), code, CellOutputs.NONE)
                .map(ShellOutputs::data)
                .orElse(null);
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return LANGUAGE;
    }

    @Override
    public String isComplete(String code) {
        return switch (evaluator.assistant().state(code)) {
            case COMPLETE -> IS_COMPLETE_YES;
            case INVALID -> IS_COMPLETE_BAD;
            case INCOMPLETE -> "    ";
        };
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        CodeAssistant assistant = evaluator.assistant();
        Completion completion = assistant.complete(code, chars(code, at));
        return new ReplacementOptions(
                completion.texts(),
                code.codePointCount(0, completion.start()),
                code.codePointCount(0, completion.end()));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return evaluator
                .assistant()
                .inspect(code, chars(code, at))
                .map(DisplayData::new)
                .orElse(null);
    }

    /** The protocol counts a cursor's place in code points. */
    private static int chars(String code, int codePoints) {
        return code.offsetByCodePoints(0, Math.min(codePoints, code.codePointCount(0, code.length())));
    }

    @Override
    public void interrupt() {
        evaluator.interrupt();
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        evaluator.interrupt();
    }
}
