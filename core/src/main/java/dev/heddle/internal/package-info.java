/** What two packages of Heddle share, and nobody else sees. */
@org.jspecify.annotations.NullMarked
package dev.heddle.internal;
