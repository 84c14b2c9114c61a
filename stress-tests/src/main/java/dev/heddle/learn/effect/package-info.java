/**
 * The effects of the field guide, one file each: what a reader is asked, and the code that is run.
 *
 * <p>What stands between {@code // show NAME} and {@code // end} is cut from these files and shown beside its outcomes,
 * without the lines that hold annotations only. The mistakes in them are the lesson; this package is therefore left out
 * of the null checks, and its classes say which warnings they mean to provoke.
 */
@org.jspecify.annotations.NullUnmarked
package dev.heddle.learn.effect;
