/** Building blocks for state that many threads share. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the friends of the internal package are built after this module
module dev.heddle.core {
    exports dev.heddle.collect;
    exports dev.heddle.counter;
    exports dev.heddle.handle;
    exports dev.heddle.pool;
    exports dev.heddle.task;
    exports dev.heddle.internal to
            dev.heddle.jdbc,
            dev.heddle.pipelines;

    requires jdk.jfr;
    requires static transitive org.jspecify;
}
