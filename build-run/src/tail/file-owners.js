import { detectCompression } from './archive.js';
import { resolveRealPath } from './archive-place.js';
import { fingerprintBytesMin } from './file-match.js';
import { getFileKey, getOpenFileKey } from './log-file.js';
import { matchesCheckpoint } from './read-forward.js';
/** Collects the owners when the first is asked for. Descriptors that this program writes to belong to no log. */
export function createFileOwners(streams, excludedFds) {
  let collected = null;
  let targets = null;
  const getOwners = () => {
    collected ??= collectOwners(streams, excludedFds);
    return collected;
  };
  return {
    findOther(file, path) {
      const owners = getOwners().get(getFileKey(file.identity)) ?? [];
      if (owners.some((owner) => owner.path === path)) return null;
      return owners.find(({ generation }) => holds(file, generation))?.path ?? null;
    },
    hasFollowed(location) {
      targets ??= collectTargets(streams);
      return targets.has(location);
    },
    set: (fileKey, path, generation) => addOwner(getOwners(), fileKey, { path, generation }),
  };
}
/** Inodes are reused, and not all file systems have birth times: the content decides, where it is not compressed. */
const holds = (file, generation) =>
  generation === null ||
  detectCompression(file) !== 'plain' ||
  (generation.openFile !== null && getFileKey(generation.openFile.identity) === getFileKey(file.identity)) ||
  (generation.checkpoint.offset >= fingerprintBytesMin && matchesCheckpoint(file, generation.checkpoint));
function collectTargets(streams) {
  const targets = new Set();
  for (const { path, generations } of streams.values()) {
    targets.add(resolveRealPath(path));
    for (const { checkpoint } of generations)
      if (checkpoint.realPath !== undefined) targets.add(checkpoint.realPath);
  }
  return targets;
}
function collectOwners(streams, excludedFds) {
  const owners = new Map();
  for (const fd of excludedFds) {
    const key = getOpenFileKey(fd);
    if (key !== undefined) addOwner(owners, key, { path: "badgateway's own output", generation: null });
  }
  for (const { path, generations } of streams.values())
    for (const generation of generations)
      addOwner(owners, generation.fileKey ?? getFileKey(generation.checkpoint), { path, generation });
  return owners;
}
function addOwner(owners, fileKey, owner) {
  const ofFile = owners.get(fileKey);
  if (ofFile === undefined) owners.set(fileKey, [owner]);
  else ofFile.push(owner);
}
