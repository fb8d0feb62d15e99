/** Data sets that are prepared in shards: what each shard needs, what comes after it, and how the results become one. */
package org.dengbej.prep.shard;
