import { lstatSync } from 'node:fs';
import { getGenerationKey } from '../pipeline/checkpoint.js';
import { ChunkRejectedError, commitChunk } from './file-generation.js';
import { mayHaveUnreadLines } from './file-match.js';
import { closeLogFile, getFileKey, statPath } from './log-file.js';
/**
 * Returns the paths that lead to a file which another path is followed for, such as a link of `/var/log/containers` to a
 * log of `/var/log/pods`. That other path takes over what was read, so that a rotation or a link that vanishes is seen
 * once. It is the one that is no link, else the one that was followed before, else the first.
 */
export function resolveAliases(streams, paths, context, isFirstPoll) {
  try {
    if (isFirstPoll) takeOverVanished(streams, context);
    return takeOverAliases(streams, paths, context);
  } catch (error) {
    throw error instanceof ChunkRejectedError ? error.cause : error;
  }
}
function takeOverAliases(streams, paths, context) {
  const aliases = new Set();
  for (const group of groupByFile(paths, streams)) {
    const [owner, ...others] = group.sort((a, b) => getRank(a) - getRank(b));
    if (owner === undefined) continue;
    for (const alias of others) {
      aliases.add(alias.path);
      context.problems.push({ path: alias.path, why: `the same file as ${owner.path}` });
      if (alias.firstRead === 'everything') alias.firstRead = 'live';
      if (alias.generations.length > 0) takeOver(owner, alias, () => true, context);
    }
  }
  return aliases;
}
/** Hands over what was read through links that have vanished, where the file that they led to is followed by itself. */
function takeOverVanished(streams, context) {
  for (const stream of streams.values())
    for (const realPath of new Set(stream.generations.map(({ checkpoint }) => checkpoint.realPath))) {
      const owner = realPath === undefined ? undefined : streams.get(realPath);
      if (owner !== undefined && owner !== stream)
        takeOver(owner, stream, (generationPath) => generationPath === realPath, context);
    }
}
function groupByFile(paths, streams) {
  const groups = new Map();
  for (const path of paths) {
    const stream = streams.get(path);
    const pathStat = statPath(path);
    if (stream === undefined || 'why' in pathStat) continue;
    const group = groups.get(pathStat.key);
    if (group === undefined) groups.set(pathStat.key, [stream]);
    else group.push(stream);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
function getRank({ path, generations }) {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? true;
  return (isLink ? 2 : 0) + (generations.length > 0 ? 0 : 1);
}
/** Stored under the new path before the old one is finished: if a chunk is refused, the next poll goes on from there. */
function takeOver(owner, alias, isTaken, context) {
  const known = new Set(owner.generations.map(({ checkpoint }) => getFileKey(checkpoint)));
  for (const generation of alias.generations.filter(({ checkpoint }) => isTaken(checkpoint.realPath))) {
    const { checkpoint } = generation;
    if (!known.has(getFileKey(checkpoint))) {
      const { realPath: _, ...position } = checkpoint;
      const moved = { ...generation, checkpoint: { ...position, path: owner.path } };
      const continuedKey = getGenerationKey(checkpoint);
      commitChunk(moved, moved.checkpoint, checkpoint.state, [], false, context, { continuedKey });
      owner.generations.push(moved);
    } else if (generation.openFile !== null) closeLogFile(generation.openFile);
    generation.openFile = null;
    if (mayHaveUnreadLines(generation)) commitChunk(generation, checkpoint, 'done', [], false, context);
    alias.generations = alias.generations.filter((other) => other !== generation);
  }
  if (alias.live !== null && !alias.generations.includes(alias.live)) alias.live = null;
  owner.firstRead = null;
  owner.scannedStamp = null;
  if (alias.firstRead === null) alias.firstRead = 'live';
}
