/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys and values of any serialisable type into blocks, one open block for each part.
 *
 * @param <K> the type of a key
 * @param <V> the type of a value
 */
final class GroupBlocks<K, V> {
    private static final int LOOK_EVERY = 64;

    private final BlockWriter out;
    private final @Nullable OpenBlock[] open;

    GroupBlocks(BlockWriter out) {
        this.out = out;
        this.open = new OpenBlock[out.parts()];
    }

    void entry(int part, K key, V value) throws IOException {
        OpenBlock block = open[part];
        if (block == null) {
            block = new OpenBlock();
            open[part] = block;
        }
        block.write(key, value);
        if (block.entries % LOOK_EVERY == 0 && block.size() >= BlockWriter.BLOCK_BYTES) {
            out.block(part, block.end());
            open[part] = null;
        }
    }

    void finish() throws IOException {
        for (int part = 0; part < open.length; part++) {
            OpenBlock block = open[part];
            if (block != null) {
                out.block(part, block.end());
                open[part] = null;
            }
        }
    }

    static <K, V> void read(byte[] block, BiConsumer<? super K, ? super V> into) throws IOException {
        InputStream bytes = new ByteArrayInputStream(block, 1, block.length - 1);
        try (ContextInput in = new ContextInput(bytes)) {
            while (in.readBoolean()) {
                @SuppressWarnings("unchecked") // written by entry
                K key = (K) in.readObject();
                @SuppressWarnings("unchecked")
                V value = (V) in.readObject();
                into.accept(key, value);
            }
        } catch (ClassNotFoundException e) {
            throw new IOException("no class " + e.getMessage() + " in this process", e);
        }
    }

    /** A block that more is written to. */
    private static final class OpenBlock {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ObjectOutputStream objects;
        private int entries;

        OpenBlock() throws IOException {
            bytes.write(BlockWriter.ENTRIES);
            objects = new ObjectOutputStream(bytes);
        }

        void write(Object key, Object value) throws IOException {
            objects.writeBoolean(true);
            write("key", key);
            write("value", value);
            entries++;
        }

        private void write(String what, Object object) throws IOException {
            try {
                objects.writeObject(object);
            } catch (NotSerializableException e) {
                throw new IOException(
                        what + " of " + object.getClass().getName() + ": " + e.getMessage() + " is not serialisable",
                        e);
            }
        }

        int size() throws IOException {
            objects.flush();
            return bytes.size();
        }

        byte[] end() throws IOException {
            objects.writeBoolean(false);
            objects.flush();
            return bytes.toByteArray();
        }
    }

    /** Finds the classes of a job where the thread that runs it does. */
    private static final class ContextInput extends ObjectInputStream {
        ContextInput(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            if (loader != null) {
                try {
                    return Class.forName(description.getName(), false, loader);
                } catch (ClassNotFoundException e) {
                    // Primitive types, for one, and what only the caller's loader knows.
                }
            }
            return super.resolveClass(description);
        }
    }
}
