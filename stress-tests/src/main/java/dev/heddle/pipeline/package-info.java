/** The harnesses of pipelines. */
@NullMarked
package dev.heddle.pipeline;

import org.jspecify.annotations.NullMarked;
