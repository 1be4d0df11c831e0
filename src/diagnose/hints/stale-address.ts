import type { ChangeNote } from '../../parse/event.js';
import type { CauseId, Step, Subject } from '../cause.js';
import { subjectOf } from '../fix-target.js';
import type { HintEntry, HintFacts, PeerConduct } from './hint.js';
import { mostFrequent } from './statistics.js';

/** The gateway goes on using an address at which the service no longer is. */
export const staleAddress: HintEntry = {
  id: 'stale-address',
  title: 'a stale address',
  refines: (cause) => unreachable.has(cause) || cause === 'connection-refused',
  draw: (facts) => {
    const mine = facts.failures.filter(({ cause, peer }) => cause === facts.cause && peer !== null);
    const most = mostFrequent(mine.map(({ peer }) => peer));
    const old = facts.peers.find(({ peer }) => peer === most?.item);
    if (old === undefined || (most?.count ?? 0) < failuresMin) return undefined;
    const from = Math.min(...mine.filter(({ peer }) => peer === old.peer).map(({ at }) => at));
    // Good answers are known by the minute, so those of the first minute may have been before.
    if ((old.lastGoodAt ?? -Infinity) > minuteOf(from)) return undefined;
    const sign = movedSign(facts, old, from) ?? deploySign(facts, old, from);
    return (
      sign && { ...sign, step: steps[facts.family](subjectOf({ peer: old.peer, upstream: facts.upstream })) }
    );
  },
};

/** A host that is gone does not answer at all; one that refuses may merely have lost its service. */
const unreachable: ReadonlySet<CauseId> = new Set(['host-unreachable', 'connect-timeout']);

/** As many as open an incident. */
const failuresMin = 5;
/** So many good answers prove that the service lives at the new address. */
const movedGoodMin = 5;
/** A deploy that is longer ago is rarely to blame. */
const deployMs = 30 * 60_000;
const minuteMs = 60_000;
const minuteOf = (at: number) => Math.floor(at / minuteMs) * minuteMs;

/** Gateways look names up anew when they are reloaded. */
const isReload = ({ kind }: ChangeNote) => kind === 'reload' || kind === 'restart' || kind === 'config';

type Sign = { readonly certainty: 'likely' | 'guess'; readonly why: string };

/** The proof comes with the cure: after a reload the same upstream answers from an address that was never used before. */
function movedSign({ changes, peers, cause }: HintFacts, old: PeerConduct, from: number): Sign | undefined {
  const reload = changes.find((change) => isReload(change) && change.at >= from);
  if (reload === undefined) return undefined;
  const moved = peers.find(
    ({ peer, good, failed, firstGoodAt }) =>
      peer !== old.peer && good >= movedGoodMin && failed === 0 && (firstGoodAt ?? 0) >= minuteOf(reload.at),
  );
  if (moved === undefined) return undefined;
  return {
    certainty: unreachable.has(cause) ? 'likely' : 'guess',
    why: `${old.peer} answered nothing from the first failure on, and after a reload the same upstream answered from ${moved.peer}, where it had not been before.`,
  };
}

/** Before the cure there is only the deploy to go by, and that every try of the address fails. */
function deploySign({ changes, cause, family }: HintFacts, old: PeerConduct, from: number): Sign | undefined {
  const deploy = changes.findLast(({ kind, at }) => kind === 'deploy' && at <= from && from - at <= deployMs);
  if (deploy === undefined || !unreachable.has(cause)) return undefined;
  if (changes.some((change) => isReload(change) && change.at >= deploy.at)) return undefined;
  const names =
    family === 'nginx'
      ? 'nginx resolves names in its configuration only once, when it loads it'
      : 'the cluster may still hold the old endpoint';
  return {
    certainty: 'guess',
    why: `${old.peer} cannot be reached since a deploy, and the gateway was not reloaded after it; ${names}.`,
  };
}

const say = 'Compare the address with what the name stands for now; reload if they differ';
const steps: Readonly<Record<HintFacts['family'], (peer: Subject) => Step>> = {
  nginx: ({ name, host }) => ({
    say,
    type: `getent ahosts '${name}'; nginx -T 2>/dev/null | grep -nE '${name}|${host}|resolver'`,
  }),
  envoy: ({ host }) => ({
    say,
    type: `curl -s localhost:9901/clusters | grep -F '${host}'; kubectl get endpointslices -A | grep -F '${host}'`,
  }),
};
