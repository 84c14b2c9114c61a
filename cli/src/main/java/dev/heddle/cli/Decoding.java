/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import dev.heddle.mapreduce.Decoder;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.input.ReaderInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Which files are decompressed, by the ends of their names, and how text in another encoding becomes UTF-8. */
final class Decoding {
    private static final int BUFFER = 1 << 16;

    private Decoding() {}

    /** Returns what makes words of the bytes of {@code path}; null for a file that is read as it stands. */
    static @Nullable Decoder of(Path path, @Nullable Charset encoding) {
        Decoder unpacking = unpacking(path.toString());
        if (encoding == null) {
            return unpacking;
        }
        return unpacking == null
                ? stored -> toUtf8(stored, encoding)
                : stored -> toUtf8(unpacking.decode(stored), encoding);
    }

    private static @Nullable Decoder unpacking(String name) {
        if (name.endsWith(".gz")) {
            return stored -> new Unpacked(GzipCompressorInputStream.builder()
                    .setInputStream(new BufferedInputStream(stored, BUFFER))
                    .setDecompressConcatenated(true)
                    .get());
        }
        if (name.endsWith(".xz")) {
            return stored -> new Unpacked(new XZInputStream(new BufferedInputStream(stored, BUFFER)));
        }
        return name.endsWith(".zst") ? Zstandard::decode : null;
    }

    /** Returns the text of {@code stored} in UTF-8; what is no text of that encoding is an exception of a read. */
    static InputStream toUtf8(InputStream stored, Charset encoding) throws IOException {
        Reader reader = new InputStreamReader(
                stored,
                encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return ReaderInputStream.builder()
                .setReader(reader)
                .setCharset(StandardCharsets.UTF_8)
                .setBufferSize(BUFFER)
                .get();
    }

    /** Loads the library from the jar into the process. */
    private static final class Zstandard {
        static InputStream decode(InputStream stored) throws IOException {
            try {
                return new Unpacked(new ZstandardInputStream(stored));
            } catch (LinkageError e) {
                throw new IOException("zstd does not run on this machine: " + e.getMessage(), e);
            }
        }
    }

    /** Says in one way of all formats that the data ends early. */
    private static final class Unpacked extends FilterInputStream {
        Unpacked(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, length);
            } catch (EOFException e) {
                throw new IOException("the compressed data ends early", e);
            }
        }
    }
}
