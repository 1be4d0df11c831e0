import { validateView } from '../../../src/slack/block-kit-limits.js';
import { respondError, respondOk } from './answer.js';
import { collectInterpretedTexts, findMentions } from './validate.js';

/** Slack accepts a trigger once, for three seconds. */
const triggerLifetimeMs = 3000;
/** `views.open`: opens a modal for the person behind a trigger. */
export function openView(workspace, { view, trigger_id }) {
  const error = rejectInvalidView(workspace, 'views.open', view);
  if (error !== null) return error;
  const trigger = workspace.triggers.get(String(trigger_id));
  if (trigger === undefined) return respondError('invalid_trigger_id');
  if (trigger.used) return respondError('exchanged_trigger_id');
  if (performance.now() - trigger.at > triggerLifetimeMs) return respondError('expired_trigger_id');
  trigger.used = true;
  return respondView(workspace.showView(trigger.user, view)); // the cast: it was validated above
}
/** `views.update`: replaces the content of an open modal. */
export function updateView(workspace, { view, view_id, hash }) {
  const error = rejectInvalidView(workspace, 'views.update', view);
  if (error !== null) return error;
  const open = workspace.openViews.get(String(view_id));
  if (open === undefined) return respondError('not_found');
  if (hash !== undefined && hash !== open.hash) return respondError('hash_conflict');
  return respondView(workspace.showView(open.user, view, open.id)); // the cast: it was validated above
}
/** `views.publish`: sets the Home tab of a user. */
export function publishView(workspace, { view, user_id }) {
  const error = rejectInvalidView(workspace, 'views.publish', view);
  if (error !== null) return error;
  workspace.homeViews.set(String(user_id), view); // the cast: it was validated above
  return respondOk({ view: { id: workspace.mintId('V') } });
}
function rejectInvalidView(workspace, method, view) {
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
const respondView = ({ id, hash }) => respondOk({ view: { id, hash } });
