/** Jobs of splits, map, combine and reduce over bytes or objects, and the word count that is built on them. */
@org.jspecify.annotations.NullMarked
module dev.heddle.mapreduce {
    requires com.ibm.icu;
    requires static transitive org.jspecify;

    exports dev.heddle.mapreduce;
    exports dev.heddle.mapreduce.text;

    uses dev.heddle.mapreduce.EngineProvider;
}
