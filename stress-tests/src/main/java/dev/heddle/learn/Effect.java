/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One page of the guide: a question about a few lines of code, the outcomes one may expect of them, and the variants
 * that are run.
 *
 * @param name the name on the command line
 * @param title the heading
 * @param question the question in one sentence
 * @param story what to know before predicting, a few sentences
 * @param lesson what the outcomes teach, a few sentences
 * @param how how samples are taken
 * @param steady whether the price is that of one state used over and over, not of fresh ones
 * @param outcomes what each outcome means, by the text that the observation gives
 * @param surprises the outcomes that surprise
 * @param otherwise what an outcome outside {@code outcomes} means; such an outcome surprises
 * @param variants the question first, then fixes and near misses
 * @param link where to read on
 */
public record Effect(
        String name,
        String title,
        String question,
        String story,
        String lesson,
        How how,
        boolean steady,
        Map<String, String> outcomes,
        Set<String> surprises,
        String otherwise,
        List<Variant> variants,
        Link link) {

    /** How samples of an effect are taken. */
    public enum How {
        /** Blocks of fresh states, all actors side by side: millions of samples a second. */
        BLOCKS,
        /** Two states at a time, since an actor may wait for a quarter of a second or starts a thread. */
        FEW,
        /** One state in a virtual machine of its own, since an actor may never end. */
        ENDLESS,
        /** Nothing surprising is computed: only time is measured. */
        TIMED
    }

    /**
     * Where to read on.
     *
     * @param text the text of the link
     * @param url its target
     */
    public record Link(String text, String url) {}

    /**
     * Answers whether an outcome is one that surprises.
     *
     * @param outcome the text that the observation gave
     * @return true if the page draws it as surprising
     */
    public boolean isSurprising(String outcome) {
        return surprises.contains(outcome) || !outcomes.containsKey(outcome);
    }

    /**
     * Says what an outcome means.
     *
     * @param outcome the text that the observation gave
     * @return one sentence
     */
    public String meaning(String outcome) {
        return outcomes.getOrDefault(outcome, otherwise);
    }

    /**
     * Gives the variant that the question is about.
     *
     * @return the first variant
     */
    public Variant main() {
        return variants.get(0);
    }

    /**
     * Starts an effect.
     *
     * @param name the name on the command line
     * @param title the heading
     * @return its parts, to be filled in
     */
    public static Builder of(String name, String title) {
        return new Builder(name, title);
    }

    /** The parts of an effect while they are put together. */
    public static final class Builder {
        private final String name;
        private final String title;
        private final Map<String, String> outcomes = new LinkedHashMap<>();
        private final Set<String> surprises = new LinkedHashSet<>();
        private final List<Variant> variants = new ArrayList<>();
        private String question = "";
        private String story = "";
        private String lesson = "";
        private String otherwise = "An outcome that nobody planned for.";
        private How how = How.BLOCKS;
        private boolean steady;

        private Builder(String name, String title) {
            this.name = name;
            this.title = title;
        }

        /**
         * Sets the question.
         *
         * @param text one sentence
         * @return this
         */
        public Builder question(String text) {
            question = text;
            return this;
        }

        /**
         * Sets what to know before predicting.
         *
         * @param text a few sentences
         * @return this
         */
        public Builder story(String text) {
            story = oneLine(text);
            return this;
        }

        /**
         * Sets what the outcomes teach.
         *
         * @param text a few sentences
         * @return this
         */
        public Builder lesson(String text) {
            lesson = oneLine(text);
            return this;
        }

        /**
         * Sets how samples are taken.
         *
         * @param value blocks, unless set
         * @return this
         */
        public Builder how(How value) {
            how = value;
            return this;
        }

        /**
         * Prices its variants on one state that is used over and over, as a counter is.
         *
         * @return this
         */
        public Builder steady() {
            steady = true;
            return this;
        }

        /**
         * Adds an outcome that one expects.
         *
         * @param outcome the text that the observation gives
         * @param meaning one sentence
         * @return this
         */
        public Builder expected(String outcome, String meaning) {
            outcomes.put(outcome, meaning);
            return this;
        }

        /**
         * Adds an outcome that surprises.
         *
         * @param outcome the text that the observation gives
         * @param meaning one sentence
         * @return this
         */
        public Builder surprise(String outcome, String meaning) {
            outcomes.put(outcome, meaning);
            surprises.add(outcome);
            return this;
        }

        /**
         * Sets what any outcome means that is not listed.
         *
         * @param meaning one sentence
         * @return this
         */
        public Builder otherwise(String meaning) {
            otherwise = meaning;
            return this;
        }

        /**
         * Adds the code that the question is about.
         *
         * @param region the region in the source
         * @param label a few words
         * @param body its class
         * @return this
         */
        public Builder asks(String region, String label, Class<? extends Body<?>> body) {
            return add(region, label, Variant.Kind.QUESTION, body, "");
        }

        /**
         * Adds a fix.
         *
         * @param region the region in the source
         * @param label a few words
         * @param body its class
         * @param note why it is enough
         * @return this
         */
        public Builder fix(String region, String label, Class<? extends Body<?>> body, String note) {
            return add(region, label, Variant.Kind.FIX, body, note);
        }

        /**
         * Adds a fix that Heddle has ready.
         *
         * @param region the region in the source
         * @param label a few words
         * @param body its class
         * @param note why it is enough
         * @return this
         */
        public Builder block(String region, String label, Class<? extends Body<?>> body, String note) {
            return add(region, label, Variant.Kind.BLOCK, body, note);
        }

        /**
         * Adds something that is no fix.
         *
         * @param region the region in the source
         * @param label a few words
         * @param body its class
         * @param note what it leaves open
         * @return this
         */
        public Builder also(String region, String label, Class<? extends Body<?>> body, String note) {
            return add(region, label, Variant.Kind.ALSO, body, note);
        }

        private Builder add(
                String region, String label, Variant.Kind kind, Class<? extends Body<?>> body, String note) {
            variants.add(new Variant(region, label, kind, body, oneLine(note)));
            return this;
        }

        /**
         * Ends the effect.
         *
         * @param text the text of the link onward
         * @param url its target
         * @return the effect
         */
        public Effect readOn(String text, String url) {
            return new Effect(
                    name,
                    title,
                    question,
                    story,
                    lesson,
                    how,
                    steady,
                    Collections.unmodifiableMap(new LinkedHashMap<>(outcomes)),
                    Set.copyOf(surprises),
                    otherwise,
                    List.copyOf(variants),
                    new Link(text, url));
        }

        private static String oneLine(String text) {
            return text.strip().replaceAll("\\s*\\n\\s*", " ");
        }
    }
}
