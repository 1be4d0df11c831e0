import { validateView } from '../../../src/slack/block-kit-limits.js';
import { type MethodArguments, type MethodResult, respondError, respondOk } from './answer.js';
import { collectInterpretedTexts, findMentions } from './validate.js';
import type { OpenView, ViewPayload, Workspace } from './workspace.js';

/** Slack accepts a trigger once, for three seconds. */
const triggerLifetimeMs = 3000;

/** `views.open`: opens a modal for the person behind a trigger. */
export function openView(workspace: Workspace, { view, trigger_id }: MethodArguments): MethodResult {
  const error = rejectInvalidView(workspace, 'views.open', view);
  if (error !== null) return error;
  const trigger = workspace.triggers.get(String(trigger_id));
  if (trigger === undefined) return respondError('invalid_trigger_id');
  if (trigger.used) return respondError('exchanged_trigger_id');
  if (performance.now() - trigger.at > triggerLifetimeMs) return respondError('expired_trigger_id');
  trigger.used = true;
  return respondView(workspace.showView(trigger.user, view as ViewPayload)); // the cast: it was validated above
}

/** `views.update`: replaces the content of an open modal. */
export function updateView(workspace: Workspace, { view, view_id, hash }: MethodArguments): MethodResult {
  const error = rejectInvalidView(workspace, 'views.update', view);
  if (error !== null) return error;
  const open = workspace.openViews.get(String(view_id));
  if (open === undefined) return respondError('not_found');
  if (hash !== undefined && hash !== open.hash) return respondError('hash_conflict');
  return respondView(workspace.showView(open.user, view as ViewPayload, open.id)); // the cast: it was validated above
}

/** `views.publish`: sets the Home tab of a user. */
export function publishView(workspace: Workspace, { view, user_id }: MethodArguments): MethodResult {
  const error = rejectInvalidView(workspace, 'views.publish', view);
  if (error !== null) return error;
  workspace.homeViews.set(String(user_id), view as ViewPayload); // the cast: it was validated above
  return respondOk({ view: { id: workspace.mintId('V') } });
}

function rejectInvalidView(workspace: Workspace, method: string, view: unknown): MethodResult | null {
  const refused = validateView(view);
  const mentions = collectInterpretedTexts(view)
    .flatMap(findMentions)
    .filter((mention) => !workspace.mentionableUsers.has(mention));
  workspace.violations.push(
    ...refused.map(({ pointer, problem }) => `${method}: ${pointer} ${problem}`),
    ...mentions.map((mention) => `${method}: would notify ${mention}`),
  );
  return refused.length > 0 ? respondError('invalid_arguments') : null;
}

const respondView = ({ id, hash }: OpenView): MethodResult => respondOk({ view: { id, hash } });
