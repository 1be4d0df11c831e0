import type { ChangeNote } from '../../parse/event.js';

/** What people would name as a change, by time: not each worker that a reload starts and stops, nor what peers did. */
export function tellingChanges(changes: readonly ChangeNote[]): readonly ChangeNote[] {
  const sorted = [...changes].sort((one, other) => one.at - other.at);
  const ordered = sorted.filter(({ kind }) => kind === 'reload' || kind === 'config' || kind === 'deploy');
  return sorted.filter(
    ({ kind, at }) =>
      kind !== 'ejection' &&
      ((kind !== 'restart' && kind !== 'stop') ||
        !ordered.some((order) => at >= order.at && at - order.at < turnoverMs)),
  );
}

/** In this time after a reload, workers come and go because of it. */
const turnoverMs = 60_000;
