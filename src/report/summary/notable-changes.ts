import type { GatewayChange } from '../../parse/event.js';

/** What people would name as a change, by time: not each worker that a reload starts and stops, nor what peers did. */
export function selectNotableChanges(changes: readonly GatewayChange[]): readonly GatewayChange[] {
  const sorted = [...changes].sort((a, b) => a.at - b.at);
  const deliberate = sorted.filter(({ kind }) => kind === 'reload' || kind === 'config' || kind === 'deploy');
  return sorted.filter(
    ({ kind, at }) =>
      kind !== 'ejection' &&
      ((kind !== 'restart' && kind !== 'stop') ||
        !deliberate.some((cause) => at >= cause.at && at - cause.at < reloadTurnoverMs)),
  );
}

/** In this time after a reload, workers come and go because of it. */
const reloadTurnoverMs = 60_000;
