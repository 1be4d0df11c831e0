import type { Clock } from '../calendar.js';
import { counted, grouped, percent } from '../figures.js';
import type { PeerConduct, Ranked } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { bold, code, type Phrase, say } from './phrase.js';
import { plainView } from './plain.js';

/** One peer or all of them. */
export function spreadView(
  failing: readonly Ranked[],
  conduct: readonly PeerConduct[],
  scope: Scope,
  clock: Clock,
): Message {
  const items = failing.map(({ key, count }): Phrase => {
    const good = conduct.find(({ peer }) => peer === key)?.good ?? 0;
    return say`${code(key ?? '–')}: ${counted(count, 'failure')}${good > 0 ? `, ${counted(good, 'good answer')}` : ''}`;
  });
  const healthy = conduct.filter(({ peer, good }) => good > 0 && failing.every(({ key }) => key !== peer));
  return plainView(
    {
      lead: spreadWords(failing, healthy.length),
      list: {
        title: 'By peer',
        items: [
          ...items,
          ...healthy.map(({ peer, good }) => say`${code(peer)}: no failure, ${counted(good, 'good answer')}`),
        ],
      },
    },
    scope,
    clock,
  );
}

function spreadWords(failing: readonly Ranked[], healthy: number): Phrase {
  const [worst, second] = failing;
  if (worst === undefined) return say`No failure names a peer.`;
  const all = failing.reduce((sum, { count }) => sum + count, 0);
  const known = failing.length + healthy;
  if (second === undefined)
    return known === 1
      ? say`${bold('One')}: ${code(worst.key ?? '')} is the only peer that the logs name.`
      : say`${bold('One')} of ${known} peers: only ${code(worst.key ?? '')} fails.`;
  if (worst.count * 10 >= all * 8)
    return say`${bold('Mostly one')}: ${code(worst.key ?? '')} has ${percent(worst.count, all)} of the failures; ${failing.length} of ${known} peers fail.`;
  return healthy === 0
    ? say`${bold('All of them')}: ${failing.length} of ${known} peers fail, the worst with ${percent(worst.count, all)}.`
    : say`${bold('Several')}: ${failing.length} of ${known} peers fail, ${grouped(healthy)} do not.`;
}
