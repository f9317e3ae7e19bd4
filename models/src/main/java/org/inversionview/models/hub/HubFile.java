package org.inversionview.models.hub;

import java.util.Optional;

/**
 * A file of a repository, as the hub lists it.
 *
 * @param path in the repository
 * @param size in bytes
 * @param gitHash SHA-1 that git gives the content, for files that git itself holds
 * @param sha256 of the content, for large files
 */
record HubFile(String path, long size, Optional<String> gitHash, Optional<String> sha256) {}
