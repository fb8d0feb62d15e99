package org.dengbej.prep.shard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The preparations that ended early, as far as this replica has heard; of the oldest nothing is under way any more. */
public final class EndedPreparations {

    private static final int MAX_REMEMBERED = 1000;

    private final Set<String> ended = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }));

    public void add(String dataset, String preparation) {
        ended.add(dataset + "/" + preparation);
    }

    public boolean contains(String dataset, String preparation) {
        return ended.contains(dataset + "/" + preparation);
    }
}
