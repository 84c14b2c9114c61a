/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.Shared;
import dev.heddle.internal.Watched;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One owner's share of a resource that has several owners and is closed when the last of them lets go.
 *
 * <p>A handle has one owner, who closes it. To give the resource to another owner, {@link #retain} a handle for that
 * owner, before the own one is closed. Keep the handle for as long as the resource is used: a handle that is dropped
 * without being closed is found, reported, and its share is given back, see {@link Leaks}.
 *
 * <p><b>Progress:</b> {@link #get} and {@link #isClosed} are wait-free; {@link #retain} and {@link #close} are
 * lock-free, but for the closer, which runs inside the last {@code close}.
 *
 * <p><b>Memory effects:</b> what an owner does before {@link #close} happens-before what the closer does.
 *
 * <p><b>Cost:</b> {@link #retain} allocates the new handle; it and {@link #close} are an atomic instruction or two
 * each, on a word that the owners share.
 *
 * @param <T> the type of the resource
 * @implSpec Promises:
 *     <ul>
 *       <li>the closer runs exactly once
 *       <li>one handle closed twice gives back one share
 *       <li>a retain that succeeds keeps the resource
 *       <li>the closer sees what every owner did before its close
 *     </ul>
 */
public final class Handle<T> implements AutoCloseable {
    /*
     * field   read      write              who writes
     * ------  --------  -----------------  -----------------------------------------------------------
     * shared  opaque    plain              the opener, once
     *                   opaque null        whoever closes the handle of a lease: the word has decided already
     * record  acquire   CAS null->tracked  the leak net, once, when the handle has outlived its youth
     *         volatile  getAndSet CLOSED   whoever closes a share that is only counted; one of them gets it
     *
     * Of a share that is only counted the record says whether it is open. To close it is one exchange, so two threads
     * that close one handle cannot both have the share: without it, both would decrement the count and the second
     * would give back the share of another owner. The rest of the argument is in Shared, on its word.
     *
     * Of two kinds of shares the word knows itself whether they are open, and the exchange is spared. One is the first of
     * a leased cell, as long as it was not retained. The other is the share that a watched cell lends.
     *
     * The record of a handle whose share is lent is dropped by whoever comes last: the close changes the word
     * and then reads the field, the net changes the field and then reads the word. All four are sequentially
     * consistent, so one of the two sees the other; that both may see it does no harm.
     *
     * A closed handle lets go of a leasable cell, which is taken for dropped when nobody has it any more: it may have been
     * leased to somebody else since. Whoever sees the cell there finds by the word that this lease is over. A watched
     * cell it keeps, which keeps nothing itself once the resource is closed.
     *
     * Every method that takes something out of a field keeps the handle reachable until it is done
     * with it. Else the collector could find the handle dropped between the load of the cell and the
     * change of its count, and the net would give the share back first.
     *
     * The acquire of record pairs with the CAS of the net, which publishes the record; the cell itself
     * comes with the handle, whose publication is the user's. So the opener's write is plain.
     */
    private static final VarHandle SHARED =
            fieldVarHandle(MethodHandles.lookup(), "shared", VarHandle.class, Handle.class, Shared.class);

    private static final VarHandle RECORD =
            fieldVarHandle(MethodHandles.lookup(), "record", VarHandle.class, Handle.class, Object.class);

    /** The record of a counted share that was given back. */
    private static final Object CLOSED = new Object();

    static {
        HandleAccess.register(new Access());
    }

    /** The generation of a leasable cell, which is above 0, or what a watched one has lent. */
    private final int share;

    @SuppressWarnings("unused") // accessed through SHARED
    private @Nullable Shared<T> shared;

    @SuppressWarnings("unused") // accessed through RECORD
    private @Nullable Object record;

    private Handle(Shared<T> shared, int share) {
        this.share = share;
        this.shared = shared;
    }

    /**
     * Opens the first handle on a resource.
     *
     * @param resource the resource
     * @param closer what is done to the resource after the last handle is closed
     * @param <T> the type of the resource
     * @return the only handle
     */
    public static <T> Handle<T> of(T resource, Closer<? super T> closer) {
        requireNonNull(resource, "resource");
        requireNonNull(closer, "closer");
        return open(new Counted<>(resource, closer), Watched.COUNTED);
    }

    /**
     * Opens the first handle on a resource that knows how to close itself.
     *
     * @param resource the resource
     * @param <T> the type of the resource
     * @return the only handle
     */
    public static <T extends AutoCloseable> Handle<T> of(T resource) {
        return of(resource, AutoCloseable::close);
    }

    /** Opens a handle for a share that the caller has. */
    static <T> Handle<T> open(Watched<T> watched, int share) {
        Handle<T> handle = new Handle<>(watched, share);
        LeakNet.watch(handle);
        return handle;
    }

    /** Opens a handle beside others, for a share of its own; null when there is none to be had. */
    static <T> @Nullable Handle<T> beside(Shared<T> shared, int generation) {
        if (shared instanceof Leasable<T> lease) {
            return lease.retain(generation) ? new Handle<>(lease, generation) : null;
        }
        Watched<T> watched = (Watched<T>) shared;
        int share = watched.borrow();
        return share == Watched.NONE ? null : open(watched, share);
    }

    /**
     * Reads the resource.
     *
     * @return the resource, for use until this handle is closed
     * @throws IllegalStateException when this handle is closed, or its share was taken away
     */
    public T get() {
        try {
            Shared<T> open = open();
            T resource = open == null ? null : open.resource();
            if (resource == null) {
                throw notOpen();
            }
            return resource;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Opens a handle for another owner.
     *
     * @return a handle that must be closed by itself
     * @throws IllegalStateException when this handle is closed, or is being closed by another thread
     */
    public Handle<T> retain() {
        try {
            Shared<T> open = open();
            Handle<T> added = open == null ? null : beside(open, share);
            if (added == null) {
                throw notOpen();
            }
            return added;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Makes a handle that is no owner: it does not keep the resource, and can be upgraded while somebody does.
     *
     * @return a weak handle, which needs no close
     * @throws IllegalStateException when this handle is closed
     */
    public WeakHandle<T> weak() {
        Shared<T> open = open();
        if (open == null) {
            throw notOpen();
        }
        return new WeakHandle<>(open, share);
    }

    /**
     * Gives the share back, and closes the resource if it was the last. Closing a closed handle does nothing; while
     * another thread is closing this one, it does nothing either, and returns before that thread is done.
     *
     * <p><b>Failure:</b> when this was the last handle and the closer throws, this call throws. An {@code Error} is
     * thrown as it is. The resource counts as closed all the same.
     *
     * @throws HandleException when the closer throws an exception, which is the cause
     */
    @Override
    public void close() {
        try {
            Shared<T> shared = cell();
            if (shared == null) {
                return;
            }
            int left;
            if (shared instanceof Leasable<T> lease) {
                left = release(lease);
                SHARED.setOpaque(this, null);
            } else {
                left = repay((Watched<T>) shared);
            }
            if (left != Shared.NOT_LAST && left != Leasable.DONE) {
                closeResource(shared, left);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int release(Leasable<T> lease) {
        int left = lease.releaseSole(Leasable.first(share));
        return left == Shared.NOT_LAST && RECORD.getAndSet(this, CLOSED) == null ? lease.release(share) : left;
    }

    private int repay(Watched<T> watched) {
        if (Watched.isLent(share)) {
            int left = watched.repay(share);
            if (RECORD.getVolatile(this) instanceof Tracked tracked) {
                tracked.take();
            }
            return left;
        }
        Object last = RECORD.getAndSet(this, CLOSED);
        boolean mine = last instanceof Tracked tracked ? tracked.take() : last == null;
        return mine ? watched.repay(share) : Shared.NOT_LAST;
    }

    /**
     * Says whether this handle is closed. Other handles on the resource may be open.
     *
     * @return true after {@link #close} was called, or the share was taken away
     */
    public boolean isClosed() {
        return open() == null;
    }

    @Override
    public String toString() {
        Shared<T> open = open();
        return open == null ? "Handle[closed]" : "Handle[open, owners=" + Math.max(0, open.count()) + "]";
    }

    /** Acts on the last close. */
    static void closeResource(Shared<?> shared, int left) {
        try {
            shared.lastClosed(left == Shared.LEFT_HELD);
        } catch (HandleException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandleException("the closer was interrupted", e);
        } catch (Exception e) {
            throw new HandleException("the closer failed", e);
        }
    }

    /** Gives the handle to the net for good, if it is open: the net has a record of it from now on. */
    void track(@Nullable Throwable opened) {
        if (open() instanceof Watched<T> watched) {
            Tracked tracked = Tracked.of(this, watched, share, opened);
            if (!RECORD.compareAndSet(this, null, tracked) || !watched.isBorrowed(share)) {
                tracked.take(); // closed, or tracked, meanwhile
            }
        }
    }

    /** Says whether the net has a record of this handle. */
    boolean isTracked() {
        return RECORD.getAcquire(this) instanceof Tracked;
    }

    /** The cell while the share is open. */
    private @Nullable Shared<T> open() {
        Shared<T> shared = cell();
        if (shared == null || isMarkedClosed()) {
            return null;
        }
        boolean open =
                shared instanceof Leasable<T> lease ? lease.isOpen(share) : ((Watched<T>) shared).isBorrowed(share);
        return open ? shared : null;
    }

    @SuppressWarnings("unchecked") // what the constructor was given
    private @Nullable Shared<T> cell() {
        return (Shared<T>) SHARED.getOpaque(this);
    }

    @SuppressWarnings("ReferenceEquality") // there is one only
    private boolean isMarkedClosed() {
        return RECORD.getAcquire(this) == CLOSED;
    }

    private IllegalStateException notOpen() {
        boolean revoked = cell() instanceof Leasable && !isMarkedClosed();
        return new IllegalStateException(revoked ? "handle was revoked" : "handle is closed");
    }

    private static final class Access extends HandleAccess {
        @Override
        public AutoCloseable open(Leasable<?> lease, long first) {
            return new Handle<>(lease, Leasable.generation(first));
        }

        @Override
        public @Nullable Shared<?> cell(AutoCloseable handle) {
            return ((Handle<?>) handle).open();
        }

        @Override
        public int generation(AutoCloseable handle) {
            return ((Handle<?>) handle).share;
        }

        @Override
        public @Nullable Throwable opened(int ordinal) {
            return LeakNet.opened(ordinal);
        }

        @Override
        public long unsampled() {
            return LeakNet.level().unsampled();
        }

        @Override
        public boolean isLookedFor() {
            return LeakNet.level() != LeakLevel.OFF;
        }

        @Override
        public void report(String kind, @Nullable Throwable opened) {
            LeakNet.report(new Leak(kind, opened));
        }
    }
}
