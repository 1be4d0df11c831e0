import type { Clock } from '../calendar.js';
import { lasting } from '../figures.js';
import type { ChangeNote } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { bold, moment, type Phrase, person, say } from './phrase.js';
import { plainView } from './plain.js';

/** What was done to the gateways; `began` is when the failures began that this is asked about. */
export function changesView({ kind, changes, began }: ChangesFacts, scope: Scope, clock: Clock): Message {
  const what = kind ?? 'change';
  const latest = changes.at(-1);
  const before = began === undefined ? undefined : changes.filter(({ at }) => at <= began).at(-1);
  const lead =
    latest === undefined
      ? say`${bold('No')} ${what} is on record, ${scope.window.words}.`
      : before !== undefined && began !== undefined
        ? say`${bold(before.words)}, ${lasting(began - before.at)} before the first failure at ${moment(began, clock)}.`
        : say`${bold(String(changes.length))} on record, ${scope.window.words}; the latest: ${latest.words} at ${moment(latest.at, clock)}.`;
  return plainView(
    {
      lead,
      lines: [
        latest === undefined
          ? say`What no log tells can be marked: badgateway mark "deploy api v42".`
          : undefined,
      ],
      list: { title: '', items: changes.slice(-changesShown).map((change) => changeWords(change, clock)) },
    },
    scope,
    clock,
  );
}

export type ChangesFacts = {
  readonly kind: ChangeNote['kind'] | null;
  /** By time. */
  readonly changes: readonly ChangeNote[];
  readonly began: number | undefined;
};

/** A change as an item of a list. */
export const changeWords = ({ at, words, by }: ChangeNote, clock: Clock): Phrase =>
  by === null ? say`${moment(at, clock)} ${words}` : say`${moment(at, clock)} ${words}, by ${person(by)}`;

const changesShown = 20;
