import { hourMs } from '../base/duration.js';
import { isIpv6 } from '../base/ip-address.js';
import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { lineCharsMax, toPatternWords, wildcard } from './line-pattern.js';

/** `unread`: a record that no decoder accepts; `unknown`: a failure whose message no rule knows. */
export type PatternKind = 'unread' | 'unknown';

/** Lines that are alike. */
export type LinePattern = {
  readonly id: number;
  readonly kind: PatternKind;
  /** Their words, with `<*>` for parts that differ: `worker <*> exited with code <*>`. */
  readonly pattern: string;
  /** The first of them, redacted and without addresses. */
  readonly sample: string;
  readonly file: string;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
};

/** A pattern as it is now, and how many lines were added by the hour. */
export type PatternChange = LinePattern & {
  readonly counts: readonly { readonly hour: number; readonly count: number }[];
};

/** Patterns that are kept. Further lines count as one pattern of any words. */
export const patternsMax = 200;
/** Patterns with the same kind, number of words and first word. */
const leafMax = 24;
/** Share of words that two lines must have in common to be alike. */
const similarityMin = 0.5;

/**
 * Mines lines into patterns, as Drain does with a tree of fixed depth: by kind, number of words and first word, then by
 * the most similar pattern there. The same lines in the same order give the same patterns, and a line costs the same
 * however many came before.
 */
export class PatternMiner {
  readonly #leaves = new Map<string, Cluster[]>();
  readonly #changed = new Set<Cluster>();
  #count = 0;
  #nextId = 1;

  constructor(patterns: readonly LinePattern[] = []) {
    for (const pattern of patterns) {
      const words = pattern.pattern.split(' ');
      this.#addCluster(getLeafKey(pattern.kind, words), { ...pattern, words, counts: new Map() });
      this.#nextId = Math.max(this.#nextId, pattern.id + 1);
    }
  }

  /** Adds a line to the pattern that it is like, or begins one. */
  add(kind: PatternKind, line: string, file: string, at: number): void {
    const end = line.indexOf('\n');
    const firstLine = end < 0 ? line : line.slice(0, end);
    const cluster = this.#findCluster(kind, toPatternWords(firstLine), firstLine, file, at);
    const hour = Math.floor(at / hourMs) * hourMs;
    cluster.counts.set(hour, (cluster.counts.get(hour) ?? 0) + 1);
    cluster.firstAt = Math.min(cluster.firstAt, at);
    cluster.lastAt = Math.max(cluster.lastAt, at);
    this.#changed.add(cluster);
  }

  /** Adds the lines of a pattern that was mined apart, as of another file. */
  absorb({ kind, pattern, sample, file, firstAt, lastAt, counts }: PatternChange): void {
    const cluster = this.#findCluster(kind, pattern.split(' '), sample, file, firstAt);
    for (const { hour, count } of counts) cluster.counts.set(hour, (cluster.counts.get(hour) ?? 0) + count);
    cluster.firstAt = Math.min(cluster.firstAt, firstAt);
    cluster.lastAt = Math.max(cluster.lastAt, lastAt);
    this.#changed.add(cluster);
  }

  /** The patterns to which lines were added since the last call. */
  takeChanges(): readonly PatternChange[] {
    const changes = [...this.#changed].map(({ words, counts, ...cluster }) => {
      const hours = [...counts].map(([hour, count]) => ({ hour, count }));
      counts.clear();
      return { ...cluster, pattern: words.join(' '), counts: hours };
    });
    this.#changed.clear();
    return changes;
  }

  #findCluster(kind: PatternKind, words: readonly string[], line: string, file: string, at: number): Cluster {
    const leafKey = getLeafKey(kind, words);
    const leaf = this.#leaves.get(leafKey) ?? [];
    const nearest = findNearest(leaf, words);
    if (nearest !== undefined) {
      nearest.words = nearest.words.map((word, index) => (word === words[index] ? word : wildcard));
      return nearest;
    }
    // The last places are for lines of any words, one for each kind.
    const isFull = this.#count >= patternsMax - kinds || leaf.length >= leafMax;
    const key = isFull ? `${kind} other` : leafKey;
    const other = isFull ? this.#leaves.get(key)?.[0] : undefined;
    if (other !== undefined) return other;
    const cluster: Cluster = {
      id: this.#nextId,
      kind,
      words: isFull ? [wildcard] : words,
      sample: toSample(line),
      file,
      firstAt: at,
      lastAt: at,
      counts: new Map(),
    };
    this.#nextId += 1;
    this.#addCluster(key, cluster);
    return cluster;
  }

  #addCluster(leafKey: string, cluster: Cluster): void {
    const leaf = this.#leaves.get(leafKey);
    if (leaf === undefined) this.#leaves.set(leafKey, [cluster]);
    else leaf.push(cluster);
    this.#count += 1;
  }
}

type Cluster = Omit<LinePattern, 'pattern' | 'firstAt' | 'lastAt'> & {
  words: readonly string[];
  firstAt: number;
  lastAt: number;
  /** Lines by the start of their hour. */
  readonly counts: Map<number, number>;
};

const kinds = 2;

/** A pattern of any words has one word, which is the wildcard. */
const getLeafKey = (kind: PatternKind, words: readonly string[]): string =>
  words.length <= 1 && words[0] === wildcard ? `${kind} other` : `${kind} ${words.length} ${words[0] ?? ''}`;

/** The most similar pattern, if it is similar enough; the older of two. */
function findNearest(leaf: readonly Cluster[], words: readonly string[]): Cluster | undefined {
  let nearest: Cluster | undefined;
  let most = Math.ceil(words.length * similarityMin) - 1;
  for (const cluster of leaf) {
    let same = 0;
    for (const [index, word] of cluster.words.entries()) if (word === words[index]) same += 1;
    if (same > most) {
      most = same;
      nearest = cluster;
    }
  }
  return nearest;
}

/** Without secrets, and without addresses: a pattern that goes on is kept longer than the failures of clients. */
const toSample = (line: string): string =>
  copy(
    redact(toSingleLine(line.slice(0, lineCharsMax)))
      .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)/g, wildcard)
      .replace(/[\da-f:.]{3,45}/gi, (text) => (isIpv6(text) ? wildcard : text)),
  );

/** A part of a string keeps all of it in memory. */
const copy = (text: string): string => [...text].join('');
