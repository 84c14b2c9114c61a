/**
 * Resources that have several owners, and are closed when the last of them lets go.
 *
 * <p>A {@link dev.heddle.handle.Handle} is one owner's share. A {@link dev.heddle.handle.WeakHandle} is none, and can
 * become one while the resource has an owner. {@link dev.heddle.handle.Leaks} finds the handles that were dropped
 * without being closed.
 */
package dev.heddle.handle;
