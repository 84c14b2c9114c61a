/** Harnesses for the promises of parallel calls. */
@org.jspecify.annotations.NullMarked
package dev.heddle.task;
