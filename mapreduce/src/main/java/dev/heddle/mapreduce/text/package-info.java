/** Words in text: tokenizers with a name, and the count of words. */
@NullMarked
package dev.heddle.mapreduce.text;

import org.jspecify.annotations.NullMarked;
