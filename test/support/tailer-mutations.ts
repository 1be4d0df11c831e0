import type { Plugin } from 'vitest/config';

/** A reader that is broken on purpose: which words of which module of `src/tail` are replaced, as it is loaded. */
export type Defect = {
  readonly name: string;
  readonly changes: readonly (readonly [module: string, from: string, to: string])[];
  /** The first schedule that catches it, where that takes more than a few. */
  readonly seed?: number;
};

/** The rules that keep lines from being lost, repeated or torn; each broken once, and each break must be seen. */
export const defects: readonly Defect[] = [
  {
    name: 'only a file that is shorter counts as truncated',
    changes: [
      [
        'read-forward',
        'if (!beginsAs(file, generation.position))',
        'if (file.size < generation.position.offset)',
      ],
      ['read-forward', 'bytes.subarray(0, before.length).equals(before)', 'bytes.length >= before.length'],
    ],
  },
  {
    name: 'lines are handed over before their position',
    changes: [['file-generation', 'pass.digest({ position,', 'pass.digest({ position: generation.position,']],
  },
  {
    name: 'a position counts before its lines were taken',
    changes: [
      [
        'file-generation',
        '  try {\n    pass.digest',
        '  generation.position = position;\n  try {\n    pass.digest',
      ],
    ],
  },
  {
    name: 'another inode is another file',
    changes: [
      [
        'match-files',
        "claim.verdict === 'copy') return;\n  const found",
        "claim.verdict === 'copy' || 1) return;\n  const found",
      ],
    ],
  },
  {
    name: 'content tells only from 256 bytes on',
    changes: [['file-match', 'identityBytesMin = 8', 'identityBytesMin = 256']],
  },
  {
    name: 'siblings are not read',
    changes: [['poll-log', 'opened.push(...openSiblings(', '[].push(...openSiblings(']],
  },
  {
    name: 'a file that was renamed or unlinked is not read to its end',
    seed: 18,
    changes: [
      [
        'read-match',
        'if (held === null) return;\n  const state',
        'if (held === null || generation !== stream.live) return;\n  const state',
      ],
    ],
  },
  {
    name: 'the last piece is taken without its line feed',
    changes: [
      [
        'read-forward',
        'const lines = cutter.cut(bytes);\n    lookAgain',
        'const lines = [...cutter.cut(bytes), ...cutter.end()];\n    lookAgain',
      ],
    ],
  },
  {
    name: 'an archive is not recognised as the file that it was made of',
    seed: 11,
    changes: [['archive-fingerprint', 'endsWith(window, offset - from, tail))', 'false)']],
  },
  {
    name: 'a missing path ends the reading',
    changes: [
      [
        'poll-log',
        '  const scan = scanIsDue',
        "  if ('why' in glance(stream.path)) return;\n  const scan = scanIsDue",
      ],
    ],
  },
  {
    name: 'a copy of the live file is read for another file',
    changes: [
      [
        'match-files',
        "&& beginsLike(claim.file, live))\n    claim.verdict = 'copy'",
        "&& beginsLike(claim.file, live))\n    claim.verdict = 'new'",
      ],
      ['match-files', "if (isCopy) claim.verdict = 'copy'", "if (isCopy) claim.verdict = 'new'"],
    ],
  },
  {
    name: 'a copy that is shorter is read for another file',
    changes: [
      [
        'match-files',
        'if (file.size > other.size) return false',
        'if (file.size !== other.size) return false',
      ],
      ['match-files', 'if (file.size >= position.offset) return false', 'return false'],
    ],
  },
  {
    name: 'a file without a name counts as present',
    changes: [['file-match', '&& !held?.linked', '&& !held']],
  },
  {
    name: 'archives are passed by',
    seed: 62,
    changes: [['read-match', 'if (packed) {\n', 'if (packed) {\n    return;\n']],
  },
  {
    name: 'the birth of an inode is left out',
    seed: 126,
    changes: [['log-file', 'born: String(birthtimeNs)', "born: '0'"]],
  },
  {
    name: 'an inode is believed without its content',
    changes: [['match-files', ': holds(file, youngest.position)', ': true']],
  },
  {
    name: 'only the beginning is compared',
    changes: [
      [
        'read-forward',
        'return readAt(file, position.offset - tail.length, tail.length).equals(tail)',
        'return tail.length > 0',
      ],
      ['read-forward', 'bytes.subarray(0, before.length).equals(before)', 'bytes.length >= before.length'],
    ],
  },
  {
    name: 'only the end is compared',
    changes: [
      ['read-forward', 'return readAt(file, 0, bytes.length).equals(bytes)', 'return bytes.length >= 0'],
    ],
  },
  {
    name: 'an archive that ends too early counts as whole',
    changes: [
      [
        'archive',
        "if (reasonOf(error) === 'Z_BUF_ERROR') throw unfinished(file)",
        "if (reasonOf(error) === 'Z_BUF_ERROR') return",
      ],
    ],
  },
];

const query = /\?defect=(\d+)$/;

/** Loads `x.ts?defect=n`, and all that it imports from here or from `src/tail`, with the n-th defect in it. */
export function brokenReaders(): Plugin {
  return {
    name: 'broken-readers',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const asked = query.exec(source)?.[0] ?? query.exec(importer ?? '')?.[0];
      if (asked === undefined) return null;
      const found = await this.resolve(source.replace(query, ''), importer?.replace(query, ''), options);
      return found === null || !/\/(src\/tail|test\/support)\/[^/]*$/.test(found.id)
        ? found
        : found.id + asked;
    },
    transform(code, id) {
      const defect = defects[Number(query.exec(id)?.[1])];
      if (defect === undefined) return null;
      const changes = defect.changes.filter(([module]) =>
        id.replace(query, '').endsWith(`/src/tail/${module}.ts`),
      );
      return changes.reduce((text, [module, from, to]) => {
        if (text.split(from).length !== 2)
          throw new Error(`“${from}” is not once in src/tail/${module}.ts: say anew how to break it`);
        return text.replace(from, () => to);
      }, code);
    },
  };
}
