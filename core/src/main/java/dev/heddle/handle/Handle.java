/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Shared;
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
     * field  read      write              who writes
     * -----  --------  -----------------  ------------------------------------------------------------
     * owner  acquire   plain              the opener, once
     *        volatile  getAndSet to null  whoever closes, from any thread; one of them gets the share
     *                  opaque null        whoever gave a sole share back: the word has decided already
     *                  CAS cell->tracked  the leak net, once, when the handle has outlived its youth
     *
     * A share that is only counted is in the field: a cell (Shared) while the handle is young, the net's record of
     * it (Tracked) later, null when closed. Taking the share out is one exchange, so two threads that close
     * one handle cannot both have it: without it, both would decrement the count and the second would
     * give back the share of another owner. The rest of the argument is in Shared, on its word.
     *
     * Of two kinds of shares the word knows itself whether they are open, and the exchange is spared. One is the first of
     * a cell whose keeper looks for dropped handles itself (a pool's), as long as it was not retained; the null that is
     * written afterwards only lets the cell go, and nothing else is published by this store. The other is the share that
     * is lent. Its handle keeps the cell, which keeps nothing itself once the resource is closed.
     *
     * The record of a handle whose share is lent is dropped by whoever comes last: the close changes the word
     * and then reads the field, the net changes the field and then reads the word. All four are sequentially
     * consistent, so one of the two sees the other; that both may see it does no harm.
     *
     * Every method that takes something out of the field keeps the handle reachable until it is done
     * with it. Else the collector could find the handle dropped between the load of the cell and the
     * change of its count, and the net would give the share back first.
     *
     * The acquire of owner pairs with the CAS of the net, which publishes the record; the cell itself
     * comes with the handle, whose publication is the user's. So the opener's write is plain: a volatile one
     * would be an atomic instruction more in each handle, and publish nothing that the handle does not.
     */
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, Handle.class, Object.class);

    static {
        HandleAccess.register(new Access());
    }

    /** What the word of the cell knows of this share: see Shared. */
    private final long share;

    @SuppressWarnings("unused") // accessed through OWNER
    private volatile @Nullable Object owner;

    private Handle(Shared<T> shared, long share) {
        this.share = share;
        OWNER.set(this, shared);
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
        return open(new Counted<>(resource, closer), Shared.COUNTED);
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

    /** Opens a handle for a share that the caller has of a cell that the net watches. */
    static <T> Handle<T> open(Shared<T> shared, long share) {
        Handle<T> handle = new Handle<>(shared, share);
        LeakNet.watch(handle);
        return handle;
    }

    /** Opens a handle beside others, for a share of its own; null when there is none to be had. */
    static <T> @Nullable Handle<T> beside(Shared<T> shared, int generation) {
        if (!shared.isWatched()) {
            return shared.retain(generation) ? new Handle<>(shared, Shared.first(generation)) : null;
        }
        long share = shared.borrow();
        return share == Shared.NONE ? null : open(shared, share);
    }

    /**
     * Reads the resource.
     *
     * @return the resource, for use until this handle is closed
     * @throws IllegalStateException when this handle is closed, or its share was taken away
     */
    public T get() {
        try {
            Shared<T> shared = shared();
            T resource = shared.isWatched() ? shared.resource() : shared.resource(generation());
            if (resource == null) {
                throw new IllegalStateException("handle was revoked");
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
            Shared<T> shared = shared();
            Handle<T> added = beside(shared, generation());
            if (added == null) {
                throw closed();
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
        return new WeakHandle<>(shared(), generation());
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
            Object seen = ownerAcquire();
            if (seen != null && Shared.isLent(share)) {
                repay(cell(seen));
                return;
            }
            if (seen instanceof Shared<?> sole) {
                int left = sole.releaseSole(share);
                if (left != Shared.NOT_LAST) {
                    OWNER.setOpaque(this, null);
                    if (left != Shared.DONE) {
                        closeResource(sole, left);
                    }
                    return;
                }
            }
            Object taken = OWNER.getAndSet(this, null);
            if (taken == null) {
                return;
            }
            Shared<?> shared = taken instanceof Tracked tracked ? tracked.take() : (Shared<?>) taken;
            if (shared != null) {
                int left = shared.isWatched() ? shared.repay(share) : shared.release(generation());
                if (left != Shared.NOT_LAST) {
                    closeResource(shared, left);
                }
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Closes a handle whose share was lent, which is decided by the word of the cell alone. */
    private void repay(Shared<?> shared) {
        int left = shared.repay(share);
        if (OWNER.getVolatile(this) instanceof Tracked tracked) {
            tracked.take();
        }
        if (left != Shared.NOT_LAST) {
            closeResource(shared, left);
        }
    }

    /**
     * Says whether this handle is closed. Other handles on the resource may be open.
     *
     * @return true after {@link #close} was called, or the share was taken away
     */
    public boolean isClosed() {
        Object seen = ownerAcquire();
        return seen == null || !isOpen(cell(seen));
    }

    private boolean isOpen(Shared<?> shared) {
        return shared.isWatched() ? shared.isBorrowed(share) : shared.isOpen(generation());
    }

    @Override
    public String toString() {
        Object seen = ownerAcquire();
        if (seen == null || !isOpen(cell(seen))) {
            return "Handle[closed]";
        }
        return "Handle[open, owners=" + Math.max(0, cell(seen).count()) + "]";
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

    /** Gives the handle to the net for good: the net's record takes the place of the cell, if it is still there. */
    void track(@Nullable Throwable opened) {
        Object seen = ownerAcquire();
        if (seen instanceof Shared<?> shared && isOpen(shared)) {
            Tracked tracked = Tracked.of(this, shared, share, opened);
            if (!OWNER.compareAndSet(this, seen, tracked) || !isOpen(shared)) {
                tracked.take(); // closed, or tracked, meanwhile
            }
        }
    }

    /** Says whether the net has a record of this handle, which is open then. */
    boolean isTracked() {
        return ownerAcquire() instanceof Tracked;
    }

    private int generation() {
        return Shared.generation(share);
    }

    private Shared<T> shared() {
        Object seen = ownerAcquire();
        if (seen == null) {
            throw closed();
        }
        Shared<T> shared = cell(seen);
        if (Shared.isLent(share) && !shared.isBorrowed(share)) {
            throw closed();
        }
        return shared;
    }

    @SuppressWarnings("unchecked") // the field holds the cell that the constructor was given, or a record of it
    private Shared<T> cell(Object seen) {
        return (Shared<T>) (seen instanceof Shared<?> shared ? shared : ((Tracked) seen).shared());
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("handle is closed");
    }

    private @Nullable Object ownerAcquire() {
        return OWNER.getAcquire(this);
    }

    private static final class Access extends HandleAccess {
        @Override
        public AutoCloseable open(Shared<?> shared, long first) {
            return new Handle<>(shared, first);
        }

        @Override
        public @Nullable Shared<?> cell(AutoCloseable handle) {
            Object seen = ((Handle<?>) handle).ownerAcquire();
            return seen instanceof Tracked tracked ? tracked.shared() : (Shared<?>) seen;
        }

        @Override
        public int generation(AutoCloseable handle) {
            return ((Handle<?>) handle).generation();
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
