/** Defects that each break one rule which keeps lines from being lost, repeated or torn. Every one must be caught. */
export const mutations = [
  {
    name: 'only a smaller file counts as truncated',
    changes: [
      [
        'read-forward',
        'if (!matchesHead(file, generation.checkpoint))',
        'if (file.size < generation.checkpoint.offset)',
      ],
      [
        'read-forward',
        'bytes.subarray(0, previousBytes.length).equals(previousBytes)',
        'bytes.length >= previousBytes.length',
      ],
    ],
  },
  {
    name: 'lines are committed without their checkpoint',
    changes: [
      [
        'file-generation',
        'context.onChunk({ fileCheckpoint: checkpoint,',
        'context.onChunk({ fileCheckpoint: generation.checkpoint,',
      ],
    ],
  },
  {
    name: 'a checkpoint moves before its lines are accepted',
    changes: [
      [
        'file-generation',
        '  try {\n    context.onChunk',
        '  generation.checkpoint = checkpoint;\n  try {\n    context.onChunk',
      ],
    ],
  },
  {
    name: 'a file with a new inode is always a new file',
    changes: [
      [
        'match-files',
        "match.status === 'copy') return;\n  const longest",
        "match.status === 'copy' || 1) return;\n  const longest",
      ],
    ],
  },
  {
    name: 'content identifies a file only from 256 bytes on',
    changes: [['file-match', 'fingerprintBytesMin = 8', 'fingerprintBytesMin = 256']],
  },
  {
    name: 'rotated files are not read',
    changes: [['poll-log', 'openedFiles.push(...openRotatedFiles(', '[].push(...openRotatedFiles(']],
  },
  {
    name: 'a renamed or deleted file is not read to its end',
    seed: 18,
    changes: [
      [
        'read-match',
        'if (openFile === null) return;\n  const state',
        'if (openFile === null || generation !== stream.live) return;\n  const state',
      ],
    ],
  },
  {
    name: 'an unterminated last line is read at once',
    changes: [
      [
        'read-forward',
        'const lines = splitter.split(bytes);\n    refreshStats',
        'const lines = [...splitter.split(bytes), ...splitter.flush()];\n    refreshStats',
      ],
    ],
  },
  {
    name: 'an archive is not recognised as the file it was made from',
    seed: 11,
    changes: [['archive-fingerprint', 'endsWithTail(window, offset - windowOffset, tail)', 'false']],
  },
  {
    name: 'a missing path stops the reading',
    changes: [
      [
        'poll-log',
        '  const needsScan = isScanDue',
        "  if ('why' in statPath(stream.path)) return;\n  const needsScan = isScanDue",
      ],
    ],
  },
  {
    name: 'a copy of the live file is read as another file',
    changes: [
      [
        'match-files',
        "&& isPrefix(match.file, live))\n    match.status = 'copy'",
        "&& isPrefix(match.file, live))\n    match.status = 'new'",
      ],
      ['match-files', "if (isCopy) match.status = 'copy'", "if (isCopy) match.status = 'new'"],
    ],
  },
  {
    name: 'a shorter copy is read as another file',
    changes: [
      [
        'match-files',
        'if (file.size > longerFile.size) return false',
        'if (file.size !== longerFile.size) return false',
      ],
      ['match-files', 'if (file.size >= checkpoint.offset) return false', 'return false'],
    ],
  },
  {
    name: 'a deleted file held open counts as present',
    changes: [['file-match', '&& !openFile?.linked', '&& !openFile']],
  },
  {
    name: 'archives are skipped',
    seed: 62,
    changes: [['read-match', 'if (isCompressed) {\n', 'if (isCompressed) {\n    return;\n']],
  },
  {
    name: 'the birth time of an inode is ignored',
    seed: 126,
    changes: [['log-file', 'birthTimeNs: String(birthtimeNs)', "birthTimeNs: '0'"]],
  },
  {
    name: 'an inode is trusted without comparing content',
    changes: [['match-files', ': matchesCheckpoint(file, youngest.checkpoint)', ': true']],
  },
  {
    name: 'only the beginning is compared',
    changes: [
      [
        'read-forward',
        'return isWholeFingerprint(checkpoint.tail, readBytes(file, checkpoint.offset - length, length))',
        'return length > 0',
      ],
      ['read-forward', ' || !isWholeFingerprint(tail, heldTail)', ''],
      [
        'read-forward',
        'bytes.subarray(0, previousBytes.length).equals(previousBytes)',
        'bytes.length >= previousBytes.length',
      ],
    ],
  },
  {
    name: 'only the end is compared',
    changes: [
      [
        'read-forward',
        'isWholeFingerprint(head, readBytes(file, 0, countFingerprintBytes(head)));',
        'file.size >= 0 && head.length >= 0;',
      ],
      ['read-forward', '!isWholeFingerprint(head, heldHead) || ', ''],
    ],
  },
  {
    name: 'an archive that ends too early counts as complete',
    changes: [
      [
        'archive',
        "if (getErrorReason(error) === 'Z_BUF_ERROR') throw createUnfinishedError(file)",
        "if (getErrorReason(error) === 'Z_BUF_ERROR') return",
      ],
    ],
  },
];
const mutationQuery = /\?defect=(\d+)$/;
/** Loads `x.ts?defect=n`, and everything it imports from `test/support` or `src/tail`, with the n-th defect in it. */
export function mutateTailer() {
  return {
    name: 'tailer-mutations',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const suffix = mutationQuery.exec(source)?.[0] ?? mutationQuery.exec(importer ?? '')?.[0];
      if (suffix === undefined) return null;
      const resolved = await this.resolve(
        source.replace(mutationQuery, ''),
        importer?.replace(mutationQuery, ''),
        options,
      );
      return resolved === null || !/\/(src\/tail|test\/support)\/[^/]*$/.test(resolved.id)
        ? resolved
        : resolved.id + suffix;
    },
    transform(code, id) {
      const mutation = mutations[Number(mutationQuery.exec(id)?.[1])];
      if (mutation === undefined) return null;
      const changes = mutation.changes.filter(([module]) =>
        id.replace(mutationQuery, '').endsWith(`/src/tail/${module}.ts`),
      );
      return changes.reduce((text, [module, from, to]) => {
        if (text.split(from).length !== 2)
          throw new Error(`“${from}” must occur exactly once in src/tail/${module}.ts: update the mutation`);
        return text.replace(from, () => to);
      }, code);
    },
  };
}
