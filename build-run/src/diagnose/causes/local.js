import { look } from '../advice/fix-step.js';
/** Sets the local causes of this thread, once at its start: what is stored has only their ids. */
export function teachLocalCauses(causes) {
  taught = new Map(causes.map((cause) => [cause.id, toDefinition(cause)]));
}
/** The local cause of this id, also if it is no longer taught. */
export const getLocalCause = (id) =>
  taught.get(id) ??
  toDefinition({
    id,
    title: id.slice(prefix.length).replaceAll('-', ' '),
    meaning: 'It was taught in the file of LOCAL_CAUSES, where it no longer stands.',
    advice: [],
    class: 'unknown',
  });
/** True for the id of a cause that a user has taught, now or once. */
export const isLocalCauseId = (id) => localIdPattern.test(id);
const prefix = 'local:';
const localIdPattern = /^local:[a-z][a-z0-9-]{1,39}$/;
let taught = new Map();
/** Shown as local wherever its title is: no catalogue vouches for it. */
function toDefinition({ id, title, meaning, advice, ...cause }) {
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
