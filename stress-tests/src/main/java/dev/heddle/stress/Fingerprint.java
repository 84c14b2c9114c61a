/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** What tells whether classes are still those that a figure was measured with. */
final class Fingerprint {
    private static final int BYTES = 6;

    private Fingerprint() {}

    /**
     * Digests compiled classes without what only debuggers read: comments and layout do not change it.
     *
     * @param classFiles the classes
     * @return a short name for them
     */
    static String of(List<byte[]> classFiles) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] classFile : classFiles) {
                var plain = new ClassWriter(0);
                new ClassReader(classFile).accept(plain, ClassReader.SKIP_DEBUG);
                digest.update(plain.toByteArray());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
