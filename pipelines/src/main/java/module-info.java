/** Staged pipelines: receive, process, send, in order, on as many threads as pay. */
@org.jspecify.annotations.NullMarked
module dev.heddle.pipelines {
    requires dev.heddle.core;
    requires jdk.jfr;
    requires org.jctools.core.jdk11;
    requires static transitive org.jspecify;

    exports dev.heddle.pipeline;
}
