/**
 * Collections that many threads fill and anyone reads: {@link dev.heddle.collect.AppendList}.
 *
 * <p>An element, once in, is never moved, replaced or removed. That is what makes reading cheap: an index that was good
 * once is good for ever.
 */
package dev.heddle.collect;
