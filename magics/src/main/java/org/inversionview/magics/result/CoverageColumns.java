package org.inversionview.magics.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.inversion.PreimageCoverage.Other;

/** The JSON form of a coverage: members and other inputs as columns, one entry an input. */
final class CoverageColumns {

    /** Name and version. */
    static final String SCHEMA = "inversionview/coverage/1";

    private CoverageColumns() {}

    static Map<String, Object> of(PreimageCoverage coverage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("provenance", coverage.provenance());
        json.put("query", coverage.query());
        json.put("query_tokens", coverage.queryTokens());
        json.put("position", coverage.position());
        json.put("position_name", coverage.positionName());
        json.put("site", coverage.site());
        json.put("site_full_name", coverage.siteFullName());
        json.put("settings", coverage.settings());
        json.put("source", coverage.source());
        json.put("measured", coverage.measured());
        json.put("inside", coverage.inside());
        json.put("exact", coverage.isExact());
        json.put("coverage", coverage.coverage());
        json.put("ceiling", coverage.ceiling());
        json.put("found", coverage.found());
        json.put("unseen", coverage.unseen());
        json.put("auroc", coverage.auroc());
        json.put("members", members(coverage.members()));
        json.put("others", others(coverage.others()));
        json.put("seconds", coverage.seconds());
        return json;
    }

    private static Map<String, Object> members(List<Member> members) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("text", members.stream().map(Member::text).toList());
        columns.put("distance", members.stream().map(Member::distance).toList());
        columns.put("count", members.stream().map(Member::count).toList());
        columns.put(
                "log_probability", members.stream().map(Member::logProbability).toList());
        columns.put("by_setting", members.stream().map(Member::bySetting).toList());
        columns.put("chance", members.stream().map(Member::chance).toList());
        columns.put("proposed", members.stream().map(Member::proposed).toList());
        return columns;
    }

    private static Map<String, Object> others(List<Other> others) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("distance", others.stream().map(Other::distance).toList());
        columns.put(
                "log_probability", others.stream().map(Other::logProbability).toList());
        return columns;
    }
}
