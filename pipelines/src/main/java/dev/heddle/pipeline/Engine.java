/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One run: a ring of slots, the gates over it, and the workers that carry the slots through the gates. */
final class Engine {
    /*
     * The model is that of oneTBB's pipelines: a worker takes items from the source and carries them through the stages
     * itself, so that a stage boundary costs nothing where no second thread is needed. The memory layout is that of the
     * Disruptor: slots never move, cursors move over them. Differences: who finds a serial stage taken leaves the slot
     * in its place and goes away, and whoever is inside drains all that stands there in a row; several items share a
     * slot; and one worker runs the whole chain as a loop, on no slot at all, when measuring says that this is faster.
     *
     *           source                gate 1                     gate 2 (the sink)
     *     ...  [claimed) <- carried, published, carried ... <- published ... <- freed
     *
     * What the workers share stands in Door, Slot, Intake, Fate, Crew and Hold, each with its table of fields. Here:
     *
     * field   read      write     who writes
     * ------  --------  --------  -------------------------------------------
     * ring    volatile  volatile  the worker inside the source: a slot is made when it is first claimed
     * held    volatile  add       the worker inside a gate that holds a slot
     * report  plain     plain     the last worker, before the run is done
     * loop,   plain     plain     the worker inside the source
     * isLoopCopied
     * pace    -         -         the worker inside the source
     *
     * Nobody waits for a gate, so nothing can deadlock on one. Why nothing is left lying stands in Crew.
     */
    private static final long STOP_LOOK_NANOS = 2_000_000;

    /** A run of so many quick items is worth a loop of its own: to make the first of a kind takes 300 microseconds. */
    static final int LONG = 16_384;

    /** How much longer a worker looks for work where the source never waits and each worker can have a processor. */
    private static final int LONGER = 40;

    /** Stands in the places that were not used so far, and is always free. */
    private static final Slot UNUSED = new Slot();

    private final Plan plan;
    private final Tuning tuning;
    private final Runnable atEnd;
    private final Fate fate;
    private final Crew crew;
    private final Intake intake;
    private final Feed feed;
    private final Pace pace;
    private final AtomicReferenceArray<Slot> ring;
    private final int mask;
    private final Step[] steps;

    /** The steps that follow the source freely. */
    private final Step[] free;

    /** From 1; 0 stands for the source, which has a door only. */
    private final Gate[] gates;

    private final Door sourceDoor = new Door(1);
    private final Door lastDoor;
    private final int spins;
    private final @Nullable Worker sourceOwner;
    private final AtomicInteger held = new AtomicInteger();
    private final long begin = System.nanoTime();
    private final RunEvent event = new RunEvent();

    private final LoopKind kind;
    private Loop loop;
    private boolean isLoopCopied;
    private @Nullable Report report;

    Engine(Plan plan, Tuning tuning) {
        this(plan, tuning, () -> {});
    }

    /**
     * Makes a run that has not begun.
     *
     * @param atEnd called by the last worker, when all functions have returned
     */
    Engine(Plan plan, Tuning tuning, Runnable atEnd) {
        this.plan = plan;
        this.tuning = tuning;
        this.atEnd = atEnd;
        this.fate = new Fate(plan.sourceName(), this::crew);
        this.feed = plan.source().make();
        this.intake = new Intake(plan.sourceName(), feed, fate);
        Slot[] unused = new Slot[tuning.slots()];
        Arrays.fill(unused, UNUSED);
        this.ring = new AtomicReferenceArray<>(unused);
        this.mask = unused.length - 1;
        List<StageSpec> stages = plan.stages();
        this.steps = new Step[stages.size()];
        for (int i = 0; i < steps.length; i++) {
            StageSpec stage = stages.get(i);
            steps[i] = stage.maker().make(this, i + 1, stage);
        }
        for (int i = 0; i + 1 < steps.length; i++) {
            steps[i].next = steps[i + 1];
        }
        StraightLoop straight = new StraightLoop(intake, fate, feed, steps);
        this.loop = straight;
        this.kind = tuning.batch() == Tuning.MEASURED ? LoopKind.of(straight) : new LoopKind();
        this.pace = new Pace(tuning, intake.mayWait(), !plan.hasOwners(), kind);
        List<Worker> owners = new ArrayList<>();
        this.sourceOwner = plan.isSourceOwned() ? Worker.ofSource(this) : null;
        if (sourceOwner != null) {
            owners.add(sourceOwner);
        }
        int at = plan.isSourceOwned() ? 0 : endOfFree(0);
        this.free = Arrays.copyOfRange(steps, 0, at);
        boolean ordered = isOrdered(stages, 0, at);
        List<Gate> made = new ArrayList<>();
        Door door = sourceDoor;
        while (at < steps.length) {
            int gated = at;
            StageSpec stage = stages.get(gated);
            Worker owner = stage.isOwned() ? Worker.ofStage(this, stage.name()) : null;
            at = stage.isOwned() ? gated + 1 : endOfFree(gated + 1);
            door = new Door(stage.concurrency());
            Gate gate = gate(made.size() + 1, door, gated, at, ordered, owner);
            made.add(gate);
            if (owner != null) {
                owner.own = gate;
                owners.add(owner);
            }
            ordered &= isOrdered(stages, gated, at);
        }
        this.lastDoor = door;
        this.gates = made.toArray(new Gate[0]);
        Worker[] carriers = new Worker[plan.hasOwners() ? Math.max(2, tuning.workers()) : tuning.workers()];
        Arrays.setAll(carriers, i -> Worker.carrier(this, sourceOwner == null));
        boolean longer =
                !intake.mayWait() && carriers.length <= Runtime.getRuntime().availableProcessors();
        this.spins = tuning.spins() * (longer ? LONGER : 1);
        long least = plan.leastTimeoutNanos();
        this.crew = new Crew(
                plan.sourceName(),
                tuning,
                fate,
                carriers,
                owners.toArray(new Worker[0]),
                least == 0 ? null : new Watch(this, least),
                this::complete);
        event.begin();
    }

    private Gate gate(int number, Door door, int gated, int end, boolean ordered, @Nullable Worker owner) {
        boolean serial = plan.stages().get(gated).concurrency() == 1;
        Step[] following = Arrays.copyOfRange(steps, gated + 1, end);
        if (steps[gated] instanceof KeyedStep keyed && !serial) {
            int lanes = Math.min(plan.stages().get(gated).concurrency(), tuning.workers());
            return new LaneGate(this, number, lanes, keyed, following);
        }
        return serial && ordered
                ? new OrderedGate(this, number, door, steps[gated], following, owner)
                : new AnyOrderGate(this, number, door, serial, steps[gated], following, owner, ring.length());
    }

    /** The end of the steps from {@code from} on that any worker may run at any time. */
    private int endOfFree(int from) {
        int at = from;
        while (at < steps.length && isFree(plan.stages().get(at))) {
            at++;
        }
        return at;
    }

    private boolean isFree(StageSpec stage) {
        return stage.kind() != StageSpec.Kind.KEYED && stage.concurrency() >= Math.max(2, tuning.workers());
    }

    private static boolean isOrdered(List<StageSpec> stages, int from, int to) {
        return stages.subList(from, to).stream().allMatch(StageSpec::ordered);
    }

    // the parts

    Fate fate() {
        return fate;
    }

    Crew crew() {
        return crew;
    }

    Intake intake() {
        return intake;
    }

    Tuning tuning() {
        return tuning;
    }

    Pace pace() {
        return pace;
    }

    Plan plan() {
        return plan;
    }

    /**
     * How often a worker looks for work before it sleeps. Where longer: for some 200 microseconds, which is longer than
     * the loop is measured before the work is shared again.
     */
    int spins() {
        return spins;
    }

    String name() {
        return plan.sourceName();
    }

    // what workers ask

    Slot slot(long number) {
        return ring.get((int) number & mask);
    }

    /** The slot that comes next. Only for the worker inside the source. */
    @SuppressWarnings("ReferenceEquality") // there is one that stands for none
    Slot claim(long number) {
        Slot slot = slot(number);
        if (slot == UNUSED) {
            slot = new Slot();
            ring.set((int) number & mask, slot);
        }
        return slot;
    }

    /** Whether the slot of this number has been taken into use, and so stands in its place unless it is freed. */
    boolean isClaimed(long number) {
        return sourceDoor.cursor > number;
    }

    boolean isLast(int number) {
        return number == gates.length;
    }

    Step[] free() {
        return free;
    }

    Step[] steps() {
        return steps;
    }

    /** The loop for the next items: a copy of its own once that pays. Only for the worker inside the source. */
    Loop loop() {
        if (!isLoopCopied && intake.pulled() >= LONG && pace.isQuick()) {
            isLoopCopied = true;
            loop = kind.copyOf(loop);
        }
        return loop;
    }

    Step first() {
        return steps[0];
    }

    int sinkIndex() {
        return steps.length;
    }

    Door sourceDoor() {
        return sourceDoor;
    }

    /** The door of the last gate. */
    Door lastDoor() {
        return lastDoor;
    }

    boolean isCancelled() {
        return fate.isCancelled();
    }

    boolean tryAdvance(Worker worker) {
        for (int i = gates.length - 1; i >= 0; i--) {
            if (gates[i].owner() == null && gates[i].tryAdvance(worker)) {
                return true;
            }
        }
        return false;
    }

    /** Whether each slot that was claimed is free again. */
    boolean isDrained() {
        return lastDoor.freedSlots == sourceDoor.cursor;
    }

    /** How many slots are held before a gate. */
    AtomicInteger held() {
        return held;
    }

    /**
     * Whether nothing will come any more to make a held slot go on. Read in this order: a slot that goes from held to
     * freed in between is not counted twice.
     */
    boolean isAllHeld() {
        if (!intake.hasEnded() || !sourceDoor.isOpen()) {
            return false;
        }
        long freed = lastDoor.freedSlots;
        return freed + held.get() == sourceDoor.cursor;
    }

    /** How many items the stages keep back. Called when nothing else is live. */
    int kept() {
        int kept = 0;
        for (Step step : steps) {
            kept += step.held();
        }
        return kept;
    }

    /** Whether a worker inside the source may take items: into the next slot, or for the loop. */
    boolean canPull() {
        return pace.isSharing() ? slot(sourceDoor.cursor).phase == SlotFields.FREE && room(1) > 0 : isDrained();
    }

    /** How many items may come in, at most {@code wanted}. */
    int room(int wanted) {
        return (int) Math.min(wanted, tuning.window() - (intake.carried() - lastDoor.freedItems));
    }

    /** Looks whether there is work that {@code worker} may do, and wakes those who may do the rest. */
    boolean hasWork(Worker worker) {
        boolean own = false;
        boolean forCarriers = false;
        for (Gate gate : gates) {
            if (gate.isReady()) {
                Worker owner = gate.owner();
                if (owner == null) {
                    forCarriers = true;
                } else if (owner == worker) {
                    own = true;
                } else {
                    crew.wake(owner);
                }
            }
        }
        if (sourceDoor.isOpen()) {
            if (intake.hasEnded()) {
                forCarriers |= isDrained();
            } else if (canPull()) {
                if (sourceOwner == null) {
                    forCarriers = true;
                } else if (sourceOwner == worker) {
                    own = true;
                } else {
                    crew.wake(sourceOwner);
                }
            }
        }
        if (forCarriers && worker.isOwner()) {
            crew.wakeOne();
        }
        return own || (forCarriers && !worker.isOwner());
    }

    // what workers do

    /** Publishes a slot before a gate, and wakes whoever is to take it from there if that is not the caller. */
    void handOn(Slot slot, int number, Worker worker) {
        Gate gate = gates[number - 1];
        gate.publish(slot, worker);
        Worker owner = gate.owner();
        if (owner != null) {
            crew.wake(owner);
        } else if (worker.isOwner()) {
            crew.wakeOne();
        }
    }

    /** Takes a slot out of the run, behind the last gate. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the last gate
    void free(Slot slot, Door last) {
        int taken = slot.taken;
        slot.clear();
        slot.phase = SlotFields.FREE;
        last.freedItems += taken;
        last.freedSlots++;
        if (sourceOwner != null) {
            crew.wake(sourceOwner);
        }
    }

    // what the run asks

    void start() {
        try {
            for (Step step : steps) {
                step.begin();
            }
        } catch (Throwable thrown) {
            fate.end(thrown);
        }
        crew.start();
    }

    /** Waits for the end of a run that is being stopped. */
    boolean awaitStopped(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (; ; ) {
            intake.hit();
            long left = deadline - System.nanoTime();
            if (crew.await(Math.min(left, STOP_LOOK_NANOS))) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
        }
    }

    /** Cancels the run if it is not over, and waits for its end. An interrupt does not shorten that, and is kept. */
    @Nullable
    Report end() {
        if (fate.cancel() && !crew.isStarted()) {
            crew.start();
        }
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    crew.await(Long.MAX_VALUE);
                    return report;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Nullable
    Report report() {
        return crew.isDone() ? report : null;
    }

    /** What can be said of the run at this moment. */
    RunStats stats() {
        Duration elapsed = elapsed();
        long live = Math.max(0, intake.carried() - lastDoor.freedItems);
        long slots = Math.max(0, sourceDoor.cursor - lastDoor.freedSlots);
        double fill = Math.max((double) live / tuning.window(), (double) slots / ring.length());
        return RunStats.of(plan, tuning, new Accounts(plan, crew), elapsed, live, fill, intake.size());
    }

    private Duration elapsed() {
        Report last = report();
        return last == null ? Duration.ofNanos(System.nanoTime() - begin) : last.elapsed();
    }

    /** Comes after everything else that the workers did: the last one does it. */
    private void complete() {
        List<Report> branches = new ArrayList<>();
        Counts counts = crew.carriers()[0].counts;
        int left = intake.close();
        counts.add(0, Counts.IN, left);
        counts.add(0, Counts.CANCELLED, left);
        branches.addAll(feed.reports());
        for (int i = 0; i < ring.length(); i++) {
            counts.add(ring.get(i).at, Counts.CANCELLED, ring.get(i).count());
        }
        for (Step step : steps) {
            counts.add(step.index, Counts.CANCELLED, step.held());
            Report branch = step.close();
            if (branch != null) {
                branches.add(branch);
            }
        }
        Report made = new Accounts(plan, crew).report(Duration.ofNanos(System.nanoTime() - begin), branches);
        report = made;
        try {
            atEnd.run();
        } finally {
            event.emit(plan.sourceName(), fate.toString(), made);
            crew.done();
        }
    }

    String describe() {
        return "Run[" + plan.sourceName() + ", " + fate + ", " + intake.pulled() + " items in]";
    }
}
