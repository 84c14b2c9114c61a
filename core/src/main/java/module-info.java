/** Building blocks for state that many threads share. */
@org.jspecify.annotations.NullMarked
module dev.heddle.core {
    requires static transitive org.jspecify;
}
