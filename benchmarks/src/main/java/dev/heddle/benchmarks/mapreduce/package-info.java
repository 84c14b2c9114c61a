/** Word counts as whole processes: Heddle's, what people write in Java, and one in C. */
@NullMarked
package dev.heddle.benchmarks.mapreduce;

import org.jspecify.annotations.NullMarked;
