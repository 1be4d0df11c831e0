import { expect, it } from 'vitest';
import { Keeper } from '../../src/cli/run/committer.js';
import type { Position } from '../../src/pipeline/checkpoint.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { nine, seconds } from '../support/event-fixtures.js';
import { error, rules } from '../support/log-lines.js';

it('counts a chunk once that could not be stored, even where nothing could be read back either', () => {
  const store = openStore(':memory:');
  let isAway = false;
  const unless =
    <Asked extends readonly unknown[], Answer>(act: (...asked: Asked) => Answer) =>
    (...asked: Asked): Answer => {
      if (isAway) throw new Error('the disk is away');
      return act(...asked);
    };
  const shaky: Store = { ...store, commit: unless(store.commit), restore: unless(store.restore) };
  const keeper = new Keeper(shaky, rules);

  isAway = true;
  for (let i = 0; i < 3; i++) expect(() => keeper.chunk(refusals(2), nine)).toThrow('the disk is away');
  isAway = false;
  keeper.chunk(refusals(2), nine);
  keeper.tick(nine + seconds(5));

  const counts = store.restore().incidents.map(({ causes, state }) => [state.name, causes]);
  expect(counts).toEqual([['watching', [{ cause: 'connection-refused', count: 2 }]]]);
  store.close();
});

function refusals(count: number) {
  const lines = Array.from({ length: count }, (_, n) => ({
    text: error(0, 'connect() failed (111: Connection refused)', { n }).text,
    place: { file: 'error.log', byte: n * 400, line: n + 1 },
  }));
  const position: Position = {
    path: 'error.log',
    dev: '1',
    ino: '1',
    born: '0',
    offset: count * 400,
    line: count,
    head: '',
    tail: '',
    state: 'live',
  };
  return { position, lines, atEnd: true };
}
