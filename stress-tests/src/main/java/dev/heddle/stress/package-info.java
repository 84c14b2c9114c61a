/**
 * What turns a promise into a proof: the annotation of a harness, the runner and the ledger.
 *
 * <p>A harness is one file in the package of the class that it is about, {@code src/main/java} of this module, named
 * after the class, the promise and {@code Stress}:
 *
 * {@snippet lang = java:
 * @Proves(type = Total.class, promise = "no addition is lost")
 * @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions are in the total.")
 * @Outcome(expect = FORBIDDEN, desc = "A total that no order of the additions explains.")
 * public class TotalNoAdditionIsLostStress {
 *
 *     @JCStressTest
 *     @JCStressMeta(TotalNoAdditionIsLostStress.class)
 *     @Outcome(id = "1", expect = FORBIDDEN, desc = "One addition is lost.")
 *     @State
 *     public static class Real {
 *         private final Total total = new Total();
 *
 *         @Actor
 *         public void first() {
 *             total.add(1);
 *         }
 *
 *         @Actor
 *         public void second() {
 *             total.add(1);
 *         }
 *
 *         @Arbiter
 *         public void after(J_Result r) {
 *             r.r1 = total.sum();
 *         }
 *     }
 *
 *     // The textbook's counter: reads, adds and writes back with nothing in between to stop another thread.
 *     @JCStressTest
 *     @JCStressMeta(TotalNoAdditionIsLostStress.class)
 *     @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both read zero: one addition is lost.")
 *     @State
 *     public static class Twin {
 *         private long total;
 *         // the same three methods over the plain field
 *     }
 * }
 * }
 *
 * <ul>
 *   <li>{@code Real} and {@code Twin} each write out their actors: jcstress reads the methods declared in the test
 *       class itself and does not see inherited ones. Their names and number are equal in both; longer steps go into
 *       static methods of the harness that both call.
 *   <li>Outcomes that both share stand on the harness and are drawn in by {@code @JCStressMeta}, the catch-all
 *       {@code FORBIDDEN} among them. Only the bad outcome is graded twice: {@code FORBIDDEN} in {@code Real},
 *       {@code ACCEPTABLE_INTERESTING} in {@code Twin}. Its {@code desc} tells what happened in plain words.
 *   <li>An outcome of {@code Real} that is right but rare is {@code ACCEPTABLE}.
 *   <li>The state class is public and not final, its constructor needs no argument, actors throw no checked exception.
 *       Three and four actors are fine on two cores. Two actors with two steps each are better.
 *   <li>The bad outcome of the twin must show on x86, where a missing release or acquire mostly does not; what does
 *       show is an interleaving, a stale or reordered plain read, and a store that waits in the store buffer.
 *   <li>An actor that can wait takes {@code blocking = true}, and waits with a time limit of a second or more, never
 *       milliseconds: a lost wake-up is then the outcome "late", not a hung run.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.stress;
