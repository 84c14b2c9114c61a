/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendListTest {
    private final AppendList<Integer> list = AppendList.create();

    @Test
    void isEmptyAtFirst() {
        assertThat(list.isEmpty()).isTrue();
        assertThat(list.size()).isZero();
        assertThat(list).isEmpty();
        assertThat(list.toList()).isEmpty();
        assertThat(list.stream()).isEmpty();
        assertThat(list.asList()).isEmpty();
        assertThat(list).hasToString("AppendList[size=0]");
    }

    @Test
    void answersTheIndexOfEachElement() {
        assertThat(list.append(7)).isZero();
        assertThat(list.append(8)).isEqualTo(1);
        assertThat(list.get(0)).isEqualTo(7);
        assertThat(list.get(1)).isEqualTo(8);
        assertThat(list.isEmpty()).isFalse();
        assertThat(list).hasToString("AppendList[size=2]");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> list.append(null)).withMessage("element");
        assertThat(list.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-17, -16, -1, 3, 16, 1_000, Integer.MAX_VALUE - 16, Integer.MAX_VALUE})
    void refusesAnIndexWithoutAnElement(int index) {
        fill(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> list.get(index))
                .withMessage("index: " + index + " (expected: at least 0, below size 3)");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 13, 14, 15, 16, 17, 47, 48, 49, 111, 112, 113, 1_007, 1_008, 1_009, 2_031, 2_032, 2_033, 5_000,
                200_000
            })
    void agreesWithAnArrayListAtEverySize(int size) {
        fill(size);
        List<Integer> expected = IntStream.range(0, size).boxed().toList();
        assertThat(list.size()).isEqualTo(size);
        assertThat(list.toList()).isEqualTo(expected);
        assertThat(list.stream().toList()).isEqualTo(expected);
        assertThat(list.stream().parallel().toList()).isEqualTo(expected);
        assertThat(list).containsExactlyElementsOf(expected);
        assertThat(list.asList()).isEqualTo(expected);
        assertThat(list.asList().hashCode()).isEqualTo(expected.hashCode());
        assertThat(list.asList().toArray()).isEqualTo(expected.toArray());
        assertThat(list.asList().toArray(new Integer[0])).isEqualTo(expected.toArray());
        List<Integer> handedOut = new ArrayList<>();
        list.forEach(handedOut::add);
        assertThat(handedOut).isEqualTo(expected);
    }

    @Test
    void answersTheSameBeforeAndAfterReadersHaveTheirCopy() {
        fill(1_000);
        for (int round = 0; round < 5; round++) {
            for (int index = 0; index < 1_000; index++) {
                assertThat(list.get(index)).isEqualTo(index);
            }
        }
        fill(10);
        assertThat(list.get(999)).isEqualTo(999);
        assertThat(list.get(1_000)).isZero();
        assertThat(list.get(1_009)).isEqualTo(9);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(1_010));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(-1));
    }

    @Test
    void splitsIntoHalvesThatTogetherAreTheWhole() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        fill(1_000);
        for (int round = 0; round < 100; round++) {
            List<Spliterator<Integer>> parts = new ArrayList<>(List.of(list.spliterator()));
            for (int split = 0; split < 20; split++) {
                int at = random.nextInt(parts.size());
                Spliterator<Integer> first = parts.get(at).trySplit();
                if (first != null) {
                    parts.add(at, first);
                }
            }
            List<Integer> handedOut = new ArrayList<>();
            long estimated = 0;
            for (Spliterator<Integer> part : parts) {
                estimated += part.estimateSize();
                part.tryAdvance(handedOut::add);
                part.forEachRemaining(handedOut::add);
                assertThat(part.tryAdvance(handedOut::add)).isFalse();
                assertThat(part.trySplit()).isNull();
            }
            assertThat(estimated).as("seed %s", seed).isEqualTo(1_000);
            assertThat(handedOut).as("seed %s", seed).isEqualTo(list.toList());
        }
    }

    @Test
    void walksWhatWasThereWhenTheWalkBegan() {
        fill(20);
        Iterator<Integer> walk = list.iterator();
        Spliterator<Integer> split = list.spliterator();
        List<Integer> copy = list.toList();
        List<Integer> view = list.asList();
        fill(20);
        List<Integer> walked = new ArrayList<>();
        walked.add(walk.next());
        walk.forEachRemaining(walked::add);
        assertThat(walked).hasSize(20);
        assertThat(split.estimateSize()).isEqualTo(20);
        assertThat(copy).hasSize(20);
        assertThat(view).hasSize(40);
        assertThat(walk.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(walk::next);
    }

    @Test
    void refusesChangesThroughItsViews() {
        fill(3);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> list.asList().add(1));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> list.asList().set(0, 1));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> list.asList().remove(0));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> list.toList().set(0, 1));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> {
            Iterator<Integer> walk = list.iterator();
            walk.next();
            walk.remove();
        });
    }

    @Test
    void keepsWalkingAfterAnActionThrew() {
        fill(3);
        assertThatIllegalStateException()
                .isThrownBy(() -> list.forEach(element -> {
                    throw new IllegalStateException("by the action");
                }));
        assertThat(list.append(3)).isEqualTo(3);
        assertThat(list.toList()).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void losesNoAppendAndAnswersEachIndexOnce(int threads) throws Exception {
        int each = 20_000;
        CyclicBarrier start = new CyclicBarrier(threads);
        List<int[]> answers = inParallel(threads, thread -> {
            start.await();
            int[] indices = new int[each];
            for (int i = 0; i < each; i++) {
                indices[i] = list.append(thread * each + i);
            }
            return indices;
        });
        assertThat(list.size()).isEqualTo(threads * each);
        for (int thread = 0; thread < threads; thread++) {
            int[] indices = answers.get(thread);
            assertThat(indices).isSorted();
            for (int i = 0; i < each; i++) {
                assertThat(list.get(indices[i])).isEqualTo(thread * each + i);
            }
        }
        Set<Integer> all = new HashSet<>(list.toList());
        assertThat(all).hasSize(threads * each);
    }

    @Test
    void holdsAnElementBelowEverySizeThatAReaderSees() throws Exception {
        int each = 50_000;
        AtomicBoolean writing = new AtomicBoolean(true);
        inParallel(4, thread -> {
            if (thread < 3) {
                for (int i = 0; i < each; i++) {
                    list.append(i);
                }
                if (list.size() >= 3 * each) {
                    writing.set(false);
                }
                return new int[0];
            }
            int before = 0;
            while (writing.get() && before < 3 * each) {
                int size = list.size();
                assertThat(size).isGreaterThanOrEqualTo(before);
                for (int index = Math.max(0, size - 100); index < size; index++) {
                    assertThat(list.get(index)).isNotNull();
                }
                int walked = 0;
                for (Integer element : list.asList()) {
                    walked += element >= 0 ? 1 : 0;
                }
                assertThat(walked).isGreaterThanOrEqualTo(size);
                before = size;
            }
            return new int[0];
        });
        assertThat(list.size()).isEqualTo(3 * each);
    }

    private void fill(int elements) {
        for (int element = 0; element < elements; element++) {
            list.append(element);
        }
    }

    private static List<int[]> inParallel(int threads, Part part) throws Exception {
        List<Callable<int[]>> calls = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            calls.add(() -> part.run(number));
        }
        List<int[]> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<int[]> answer : executor.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().flatMapToInt(Arrays::stream).distinct().count())
                .isEqualTo(answers.stream().flatMapToInt(Arrays::stream).count());
        return answers;
    }

    private interface Part {
        int[] run(int thread) throws Exception;
    }
}
