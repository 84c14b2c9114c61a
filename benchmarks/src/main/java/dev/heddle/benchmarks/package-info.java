/**
 * The command that measures Heddle beside its peers and prints what was reached.
 *
 * <p>A benchmark class asks one question. Its static method {@code goals} names the rows of the table: which of its
 * methods is Heddle's, which are the peers', and what ratio is the target. {@link dev.heddle.benchmarks.Suite} lists
 * the classes of each part of the library.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.benchmarks;
