package org.dengbej.speech.hub;

import java.util.List;
import java.util.Optional;

/**
 * The files of a repository at one commit.
 *
 * @param commit in hexadecimal
 * @param files  all of them
 */
record HubListing(String commit, List<HubFile> files) {

    HubListing {
        files = List.copyOf(files);
    }

    Optional<HubFile> find(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
