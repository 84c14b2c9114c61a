/**
 * The field guide: what the Java memory model does on the machine that it is read on.
 *
 * <p>{@code Learn} is the command. A {@link dev.heddle.learn.Body} is a few lines of racing code,
 * {@link dev.heddle.learn.Effect} the page about it; the bodies stand in {@code dev.heddle.learn.effect}, what goes
 * through all orders of their steps in {@code dev.heddle.learn.model}.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.learn;
