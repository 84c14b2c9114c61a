/** Building blocks for state that many threads share. */
@org.jspecify.annotations.NullMarked
module dev.heddle.core {
    exports dev.heddle.collect;
    exports dev.heddle.counter;
    exports dev.heddle.handle;

    requires jdk.jfr;
    requires static transitive org.jspecify;
}
