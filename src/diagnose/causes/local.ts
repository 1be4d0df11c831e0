import type { LocalCauseId } from '../../parse/event.js';
import { look } from '../advice/fix-step.js';
import type { CauseDefinition } from '../cause.js';
import type { CauseClass } from '../cause-class.js';

/** A cause that a user has taught, as it stands in the file of LOCAL_CAUSES. */
export type LocalCause = {
  readonly id: LocalCauseId;
  readonly title: string;
  readonly meaning: string;
  /** Steps, the first one first. */
  readonly advice: readonly { readonly text: string; readonly command?: string | undefined }[];
  readonly class: CauseClass;
};

/** Sets the local causes of this thread, once at its start: what is stored has only their ids. */
export function teachLocalCauses(causes: readonly LocalCause[]): void {
  taught = new Map(causes.map((cause) => [cause.id, toDefinition(cause)]));
}

/** The local cause of this id, also if it is no longer taught. */
export const getLocalCause = (id: LocalCauseId): CauseDefinition<LocalCauseId> =>
  taught.get(id) ??
  toDefinition({
    id,
    title: id.slice(prefix.length).replaceAll('-', ' '),
    meaning: 'It was taught in the file of LOCAL_CAUSES, where it no longer stands.',
    advice: [],
    class: 'unknown',
  });

/** True for the id of a cause that a user has taught, now or once. */
export const isLocalCauseId = (id: string): id is LocalCauseId => localIdPattern.test(id);

const prefix = 'local:';
const localIdPattern = /^local:[a-z][a-z0-9-]{1,39}$/;

let taught: ReadonlyMap<LocalCauseId, CauseDefinition<LocalCauseId>> = new Map();

/** Shown as local wherever its title is: no catalogue vouches for it. */
function toDefinition({ id, title, meaning, advice, ...cause }: LocalCause): CauseDefinition<LocalCauseId> {
  const steps = advice.map(({ text, command }) => look('gateway', text, command));
  return {
    id,
    class: cause.class,
    title: `${title} (local)`,
    meaning: `${meaning} This cause is local: it was taught here.`,
    explains: ({ localCause }) => localCause === id,
    fixes: { nginx: () => steps, envoy: () => steps },
    avoid: [],
    samples: [],
  };
}
