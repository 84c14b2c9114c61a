/** Handles beside their peers. */
@org.jspecify.annotations.NullMarked
package dev.heddle.handle;
