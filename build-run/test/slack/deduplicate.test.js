import { expect, it } from 'vitest';
import { deduplicateDeliveries } from '../../src/slack/deduplicate.js';

/** Runs the middleware for the deliveries with these ids; returns which were handled, and the log. */
async function handle(ids, claim) {
  const [handled, logged] = [[], []];
  const middleware = deduplicateDeliveries(claim, { warn: (line) => logged.push(line) });
  for (const event_id of ids) {
    const args = { body: { event_id }, next: async () => void handled.push(event_id) };
    // The cast: the middleware reads nothing else of what Bolt passes.
    await middleware(args);
  }
  return { handled, logged };
}
it('a delivery that an earlier run handled is not handled again', async () => {
  const { handled } = await handle(['Ev1', 'Ev2'], (id) => id !== 'Ev1');
  expect(handled).toEqual(['Ev2']);
});
it('a delivery is handled while the database fails, which is said', async () => {
  const failing = await handle(['Ev1', 'Ev1'], () => {
    throw new Error('disk full');
  });
  expect(failing).toEqual({
    handled: ['Ev1'],
    logged: ['Cannot look up whether a delivery was handled before: disk full'],
  });
});
