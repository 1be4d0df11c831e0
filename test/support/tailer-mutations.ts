import type { Plugin } from 'vitest/config';

/** A reader that is broken on purpose: which words of which module of `src/tail` are replaced, as it is loaded. */
export type Mutation = {
  readonly name: string;
  readonly changes: readonly (readonly [module: string, from: string, to: string])[];
  /** The first schedule that catches it, where that takes more than a few. */
  readonly seed?: number;
};

/** The rules that keep lines from being lost, repeated or torn; each broken once, and each break must be seen. */
export const mutations: readonly Mutation[] = [
  {
    name: 'only a file that is shorter counts as truncated',
    changes: [
      [
        'read-forward',
        'if (!matchesHead(file, generation.position))',
        'if (file.size < generation.position.offset)',
      ],
      [
        'read-forward',
        'bytes.subarray(0, previousBytes.length).equals(previousBytes)',
        'bytes.length >= previousBytes.length',
      ],
    ],
  },
  {
    name: 'lines are handed over before their position',
    changes: [
      ['file-generation', 'context.onChunk({ position,', 'context.onChunk({ position: generation.position,'],
    ],
  },
  {
    name: 'a position counts before its lines were taken',
    changes: [
      [
        'file-generation',
        '  try {\n    context.onChunk',
        '  generation.position = position;\n  try {\n    context.onChunk',
      ],
    ],
  },
  {
    name: 'another inode is another file',
    changes: [
      [
        'match-files',
        "match.status === 'copy') return;\n  const longest",
        "match.status === 'copy' || 1) return;\n  const longest",
      ],
    ],
  },
  {
    name: 'content tells only from 256 bytes on',
    changes: [['file-match', 'identityBytesMin = 8', 'identityBytesMin = 256']],
  },
  {
    name: 'siblings are not read',
    changes: [['poll-log', 'openedFiles.push(...openRotatedFiles(', '[].push(...openRotatedFiles(']],
  },
  {
    name: 'a file that was renamed or unlinked is not read to its end',
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
    name: 'the last piece is taken without its line feed',
    changes: [
      [
        'read-forward',
        'const lines = splitter.split(bytes);\n    refreshStats',
        'const lines = [...splitter.split(bytes), ...splitter.flush()];\n    refreshStats',
      ],
    ],
  },
  {
    name: 'an archive is not recognised as the file that it was made of',
    seed: 11,
    changes: [['archive-fingerprint', 'endsWithTail(window, offset - windowOffset, tail)', 'false']],
  },
  {
    name: 'a missing path ends the reading',
    changes: [
      [
        'poll-log',
        '  const needsScan = isScanDue',
        "  if ('why' in statPath(stream.path)) return;\n  const needsScan = isScanDue",
      ],
    ],
  },
  {
    name: 'a copy of the live file is read for another file',
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
    name: 'a copy that is shorter is read for another file',
    changes: [
      [
        'match-files',
        'if (file.size > longerFile.size) return false',
        'if (file.size !== longerFile.size) return false',
      ],
      ['match-files', 'if (file.size >= position.offset) return false', 'return false'],
    ],
  },
  {
    name: 'a file without a name counts as present',
    changes: [['file-match', '&& !openFile?.linked', '&& !openFile']],
  },
  {
    name: 'archives are passed by',
    seed: 62,
    changes: [['read-match', 'if (isCompressed) {\n', 'if (isCompressed) {\n    return;\n']],
  },
  {
    name: 'the birth of an inode is left out',
    seed: 126,
    changes: [['log-file', 'birthTimeNs: String(birthtimeNs)', "birthTimeNs: '0'"]],
  },
  {
    name: 'an inode is believed without its content',
    changes: [['match-files', ': matchesCheckpoint(file, youngest.position)', ': true']],
  },
  {
    name: 'only the beginning is compared',
    changes: [
      [
        'read-forward',
        'return readBytes(file, position.offset - tail.length, tail.length).equals(tail)',
        'return tail.length > 0',
      ],
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
      ['read-forward', 'return readBytes(file, 0, bytes.length).equals(bytes)', 'return bytes.length >= 0'],
    ],
  },
  {
    name: 'an archive that ends too early counts as whole',
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

/** Loads `x.ts?defect=n`, and all that it imports from here or from `src/tail`, with the n-th defect in it. */
export function mutateTailer(): Plugin {
  return {
    name: 'broken-readers',
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
          throw new Error(`“${from}” is not once in src/tail/${module}.ts: say anew how to break it`);
        return text.replace(from, () => to);
      }, code);
    },
  };
}
