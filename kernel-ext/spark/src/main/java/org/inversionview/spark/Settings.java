package org.inversionview.spark;

import org.apache.spark.SparkConf;

/** Spark's settings: what {@code spark-submit} was told, and else what suits a sweep. */
final class Settings {

    /** How many cores a task has. */
    static final String TASK_CPUS = "spark.task.cpus";

    private static final String EXECUTOR_CORES = "spark.executor.cores";
    private static final String TASK_GPUS = "spark.task.resource.gpu.amount";

    private Settings() {}

    /** Returns the settings of this application: an executor works on one item at a time, with all of its cores. */
    static SparkConf ofSubmission() {
        SparkConf settings = new SparkConf()
                .setIfMissing("spark.app.name", "InversionView sweep")
                .setIfMissing("spark.log.level", "WARN")
                .setIfMissing("spark.executor.memoryOverhead", "2g"); // PyTorch's memory is none of Java's
        if (settings.contains(EXECUTOR_CORES)) {
            settings.setIfMissing(TASK_CPUS, settings.get(EXECUTOR_CORES));
        }
        return settings;
    }

    /** Returns where the executors compute: on a GPU if their tasks are to have one. */
    static String device(SparkConf settings) {
        return settings.getDouble(TASK_GPUS, 0) > 0 ? "gpu0" : "cpu";
    }
}
