import { faultsInView } from '../../../src/slack/block-kit-limits.js';
import { type Answer, type Arguments, done, refused } from './answer.js';
import { interpreted, mentionsIn } from './validate.js';
import type { OpenView, ViewNode, Workspace } from './workspace.js';

/** Slack takes a trigger for three seconds, and once. */
const triggerMs = 3000;

/** `views.open`: a modal for whoever pressed or typed something a moment ago. */
export function openView(workspace: Workspace, { view, trigger_id }: Arguments): Answer {
  const wrong = refusal(workspace, 'views.open', view);
  if (wrong !== null) return wrong;
  const trigger = workspace.triggers.get(String(trigger_id));
  if (trigger === undefined) return refused('invalid_trigger_id');
  if (trigger.used) return refused('exchanged_trigger_id');
  if (performance.now() - trigger.at > triggerMs) return refused('expired_trigger_id');
  trigger.used = true;
  return shown(workspace.show(trigger.user, view as ViewNode)); // the cast: it was validated above
}

/** `views.update`: another content for a modal that is open. */
export function updateView(workspace: Workspace, { view, view_id, hash }: Arguments): Answer {
  const wrong = refusal(workspace, 'views.update', view);
  if (wrong !== null) return wrong;
  const open = workspace.views.get(String(view_id));
  if (open === undefined) return refused('not_found');
  if (hash !== undefined && hash !== open.hash) return refused('hash_conflict');
  return shown(workspace.show(open.user, view as ViewNode, open.id)); // the cast: it was validated above
}

/** `views.publish`: the Home tab of one user. */
export function publishView(workspace: Workspace, { view, user_id }: Arguments): Answer {
  const wrong = refusal(workspace, 'views.publish', view);
  if (wrong !== null) return wrong;
  workspace.homes.set(String(user_id), view as ViewNode); // the cast: it was validated above
  return done({ view: { id: workspace.mintId('V') } });
}

function refusal(workspace: Workspace, where: string, view: unknown): Answer | null {
  const faults = faultsInView(view);
  const calls = interpreted(view)
    .flatMap(mentionsIn)
    .filter((mention) => !workspace.mentionable.has(mention));
  workspace.faults.push(
    ...faults.map(({ pointer, problem }) => `${where}: ${pointer} ${problem}`),
    ...calls.map((mention) => `${where}: would call ${mention}`),
  );
  return faults.length > 0 ? refused('invalid_arguments') : null;
}

const shown = ({ id, hash }: OpenView): Answer => done({ view: { id, hash } });
