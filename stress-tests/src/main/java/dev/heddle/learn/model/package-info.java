/**
 * The enumerator: goes through all orders of a body's steps and says which outcomes they explain.
 *
 * <p>{@link dev.heddle.learn.model.Interpreter} reads the actors from their class file, so what is explained is what is
 * run. {@link dev.heddle.learn.model.Machine} performs their operations under three sets of rules, each looser than the
 * one before: one at a time in program order; with a store buffer per thread, as on x86; and with every reordering that
 * the memory modes of two operations leave open. It assumes one memory for all threads, so it does not find what only
 * processors without that property do.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.learn.model;
