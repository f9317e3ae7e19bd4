package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Recorded;
import org.inversionview.magics.result.Replay;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description =
                "Computes a kept result again, with its model, query and options, and says which numbers differ, by how much, and what was different before.")
final class ReplayMagic extends MagicCommand<Replay> {

    private static final String LAST = "last";

    /** What is replayed without a file. */
    static final class Sources extends Candidates {

        Sources(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of(LAST);
        }
    }

    @Parameters(
            paramLabel = "FILE|NOTEBOOK|last",
            arity = "1",
            completionCandidates = Sources.class,
            description =
                    "what save(\"x.json\") wrote; an executed notebook, or the results of one of its cells, study.ipynb#7; or the last result")
    private String source = "";

    @Override
    Replay run(Session session) {
        List<Recorded> recorded = source.equals(LAST) ? last(session) : Recorded.in(source);
        try (Replayer replayer = new Replayer(session)) {
            return new Replay(source, replayer.replay(recorded), recorded.size());
        }
    }

    private static List<Recorded> last(Session session) {
        if (session.requireResult() instanceof Result result && !result.schema().isEmpty()) {
            return Recorded.of(LAST, result);
        }
        throw new MagicException(
                "%replay last: the last result has no numbers to compare; ask about an activation first");
    }

    @Override
    Class<Replay> resultType() {
        return Replay.class;
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return false;
    }

    @Override
    List<String> examples() {
        return List.of("%replay last", "%replay p.json", "%replay study.ipynb", "Replay r = %replay study.ipynb#7");
    }
}
