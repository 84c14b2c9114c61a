/** Totals that many threads share: counters, bounded balances, tallies and summaries. */
package dev.heddle.counter;
