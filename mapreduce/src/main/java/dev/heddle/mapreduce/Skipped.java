/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * An input that was left out, and why.
 *
 * @param input the path of the file or the name of the stream
 * @param reason why, in a few words; {@code input + ": " + reason} is a whole message
 */
public record Skipped(String input, String reason) implements Serializable {}
