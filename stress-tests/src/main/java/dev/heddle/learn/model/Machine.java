/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import dev.heddle.learn.model.Op.Kind;
import dev.heddle.learn.model.Op.Mode;
import dev.heddle.learn.model.Op.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Performs the operations of all actors under one set of rules, in every order, cheapest first: a step costs one, going
 * over to another thread costs more, a step out of order most. The first way to an outcome is therefore the one that is
 * easiest to follow.
 */
final class Machine {
    private static final int MOST_STATES = 150_000;
    private static final int SWITCH = 3;
    private static final int ODD = 8;

    private final Heap heap = new Heap();
    private final Rules rules;
    private final Steps steps;
    private final boolean endless;
    private final Ref body;
    private final Object result;
    private final Map<Key, Replay> replays = new HashMap<>();
    private final Map<String, Witness> found = new LinkedHashMap<>();
    private final PriorityQueue<Node> open =
            new PriorityQueue<>(Comparator.comparingInt(Node::cost).thenComparingInt(Node::number));
    private int nodes;

    private record Key(int thread, State.Program program, Map<Integer, Object> results) {}

    /** A state and the way to it. */
    private record Node(
            State state,
            int last,
            int cost,
            int number,
            @Nullable Node from,
            Witness.@Nullable Step step) {}

    private record Visited(State state, int last) {}

    Machine(Object sample, Object result, Rules rules, boolean endless) {
        this.rules = rules;
        steps = new Steps(heap, rules);
        this.endless = endless;
        this.result = result;
        body = heap.of(sample);
    }

    /** Goes through all orders; answers whether it came to an end. */
    boolean run(int actors) {
        State start = new State();
        for (int i = 1; i <= actors; i++) {
            start.add(new State.Program(body, "actor" + i));
        }
        open.add(new Node(start, -1, 0, nodes++, null, null));
        Set<Visited> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Node node = open.remove();
            if (!seen.add(new Visited(node.state(), node.last()))) {
                continue;
            }
            if (seen.size() > MOST_STATES) {
                return false;
            }
            expand(node);
        }
        return true;
    }

    Map<String, Witness> found() {
        return found;
    }

    private Replay replay(State state, int thread) {
        Key key = new Key(thread, state.programs().get(thread), state.results().get(thread));
        Replay known = replays.get(key);
        if (known == null) {
            known = Interpreter.replay(
                    heap,
                    rules == Rules.REORDERING,
                    thread,
                    key.program().self(),
                    key.program().method(),
                    "()V",
                    List.of(),
                    key.results());
            replays.put(new Key(thread, key.program(), new HashMap<>(key.results())), known);
        }
        return known;
    }

    private boolean done(State state, int thread) {
        Replay replay = replay(state, thread);
        return replay.finished()
                && state.results().get(thread).size() == replay.ops().size()
                && state.buffers().get(thread).isEmpty();
    }

    private void expand(Node node) {
        State state = node.state();
        int before = nodes;
        boolean all = true;
        for (int t = 0; t < state.programs().size(); t++) {
            if (!done(state, t)) {
                all = false;
                moves(node, t);
            }
        }
        if (all) {
            outcome(node, endless ? "TERMINATED" : observe(state));
        } else if (nodes == before) {
            timeouts(node);
        }
    }

    private void moves(Node node, int t) {
        State state = node.state();
        List<State.Pending> buffer = state.buffers().get(t);
        if (!buffer.isEmpty()) {
            State next = state.copy();
            State.Pending first = next.buffers().get(t).remove(0);
            next.write(heap, first.op(), first.value());
            go(
                    node,
                    next,
                    t,
                    first.op(),
                    first.op().place().name() + " = " + first.value() + " arrives in memory",
                    false);
        }
        State.Waiting waiting = state.waiting().get(t);
        if (waiting != null) {
            if (waiting.notified() && !state.locks().containsKey(waiting.lock())) {
                wake(node, t, waiting, 1, "wakes up");
            }
            return;
        }
        Replay replay = replay(state, t);
        Map<Integer, Object> results = state.results().get(t);
        List<Op> passed = new ArrayList<>();
        for (int i = 0; i < replay.ops().size(); i++) {
            Op op = replay.ops().get(i);
            if (results.containsKey(i)) {
                continue;
            }
            if (op.isKnown() && passed.stream().allMatch(earlier -> earlier.letsPass(op))) {
                perform(node, t, i, op, !passed.isEmpty());
                if (rules == Rules.REORDERING && op.isLoad() && op.mode() == Mode.PLAIN && passed.isEmpty()) {
                    reuse(node, t, i, op, replay);
                }
            }
            if (rules != Rules.REORDERING) {
                return;
            }
            passed.add(op);
        }
    }

    private void perform(Node node, int t, int i, Op op, boolean early) {
        State next = node.state().copy();
        String effect = steps.perform(node.state(), next, t, i, op, other -> done(node.state(), other));
        if (effect != null) {
            cut(next, t);
            go(node, next, t, op, early ? effect + ", ahead of the line above" : effect, early);
        }
    }

    /** A plain load that the compiler leaves out, since it has read the same variable before. */
    private void reuse(Node node, int t, int i, Op op, Replay replay) {
        State state = node.state();
        Map<Integer, Object> results = state.results().get(t);
        for (int j = i - 1; j >= 0; j--) {
            Op earlier = replay.ops().get(j);
            if (earlier.acquires() || (earlier.writes() && earlier.place().overlaps(op.place()))) {
                return;
            }
            if (earlier.isLoad()
                    && earlier.mode() == Mode.PLAIN
                    && earlier.place().equals(op.place())) {
                Object value = results.get(j);
                if (value == null || value.equals(state.read(heap, t, op))) {
                    return;
                }
                State next = state.copy();
                next.results().get(t).put(i, value);
                boolean turned = cut(next, t);
                String effect = op.place().name() + " is taken to be " + value + " still, without a look";
                if (turned && endless && othersDone(state, t)) {
                    Witness.Step step = new Witness.Step(t, op.source(), op.line(), effect + ", for ever", true);
                    outcome(new Node(next, t, node.cost() + ODD, nodes, node, step), "STALE");
                } else {
                    go(node, next, t, op, effect, true);
                }
                return;
            }
        }
    }

    private boolean othersDone(State state, int t) {
        for (int other = 0; other < state.programs().size(); other++) {
            if (other != t && !done(state, other)) {
                return false;
            }
        }
        return true;
    }

    /** Takes back a turn of a loop that changed nothing; answers whether there was one. */
    private boolean cut(State next, int t) {
        Replay replay = replay(next, t);
        Replay.Loop loop = replay.loop();
        Map<Integer, Object> results = next.results().get(t);
        if (loop == null || results.size() < loop.to()) {
            return false;
        }
        for (int k = loop.from(); k < loop.to(); k++) {
            results.remove(k);
        }
        return true;
    }

    private void wake(Node node, int t, State.Waiting waiting, int value, String effect) {
        State next = node.state().copy();
        next.waiting().remove(t);
        next.locks().put(waiting.lock(), t);
        next.results().get(t).put(waiting.op(), value);
        Op op = replay(node.state(), t).ops().get(waiting.op());
        go(node, next, t, op, effect, false);
    }

    /** Nobody can move: those who wait with a limit come to it. */
    private void timeouts(Node node) {
        State state = node.state();
        for (int t = 0; t < state.programs().size(); t++) {
            State.Waiting waiting = state.waiting().get(t);
            if (waiting != null) {
                wake(node, t, waiting, 0, "sleeps, with nobody left to wake it");
                continue;
            }
            Replay replay = replay(state, t);
            int i = state.results().get(t).size();
            if (i < replay.ops().size()) {
                Op op = replay.ops().get(i);
                if (op.kind() == Kind.PARK || op.kind() == Kind.AWAIT) {
                    State next = state.copy();
                    next.results().get(t).put(i, 0);
                    go(node, next, t, op, "sleeps, with nobody left to wake it", false);
                }
            }
        }
    }

    private void go(Node node, State next, int t, Op op, String effect, boolean odd) {
        int cost = node.cost() + 1 + (node.last() == t ? 0 : SWITCH) + (odd ? ODD : 0);
        Witness.Step step = effect.isEmpty() ? null : new Witness.Step(t, op.source(), op.line(), effect, odd);
        open.add(new Node(next, t, cost, nodes++, node, step));
    }

    /** Runs the observation on what is left in memory. */
    private String observe(State end) {
        State state = end.copy();
        for (int t = 0; t < state.programs().size(); t++) {
            replay(state, t).registers().forEach((name, value) -> state.memory().put(new Place(body, name, 0), value));
        }
        Ref target = heap.of(result);
        Map<Integer, Object> results = new HashMap<>();
        String descriptor = "(L" + result.getClass().getName().replace('.', '/') + ";)V";
        while (true) {
            Replay replay = Observation.replay(heap, body, descriptor, target, results, state.memory());
            for (int i = 0; i < replay.ops().size(); i++) {
                if (!results.containsKey(i)) {
                    Op op = replay.ops().get(i);
                    if (!op.isKnown()) {
                        break;
                    } else if (op.isStore()) {
                        Observation.set(result, op.place().name(), op.value());
                        results.put(i, Op.NOTHING);
                    } else {
                        results.put(i, state.read(heap, 0, op));
                    }
                }
            }
            if (replay.finished() && results.size() == replay.ops().size()) {
                return result.toString();
            }
        }
    }

    private void outcome(Node node, String outcome) {
        if (found.containsKey(outcome)) {
            return;
        }
        List<Witness.Step> steps = new ArrayList<>();
        for (Node at = node; at != null; at = at.from()) {
            if (at.step() != null) {
                steps.add(0, at.step());
            }
        }
        found.put(outcome, new Witness(outcome, rules, tidy(steps)));
    }

    /** A store that arrives right after it went into the buffer is one step, one that arrives later is out of order. */
    private static List<Witness.Step> tidy(List<Witness.Step> steps) {
        List<Witness.Step> tidied = new ArrayList<>();
        for (Witness.Step step : steps) {
            int last = tidied.size() - 1;
            String into = " goes into the store buffer";
            boolean arrives = step.effect().endsWith(" arrives in memory");
            if (last >= 0
                    && tidied.get(last).thread() == step.thread()
                    && tidied.get(last).line() == step.line()
                    && tidied.get(last).effect().endsWith(into)
                    && arrives) {
                String plain = tidied.get(last).effect().replace(into, "");
                tidied.set(last, new Witness.Step(step.thread(), step.source(), step.line(), plain, false));
            } else {
                tidied.add(new Witness.Step(
                        step.thread(), step.source(), step.line(), step.effect(), step.odd() || arrives));
            }
        }
        return List.copyOf(tidied);
    }
}
