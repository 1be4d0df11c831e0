/**
 * Answers only people of the bot's own workspace: in a shared channel those of other companies see the same buttons, and apps
 * can write in the name of a user.
 */
export const refuseStrangers = (own, log) => {
  return async (args) => {
    const stranger = describeStranger(args.body, own);
    if (stranger === null) return args.next();
    // Its own messages are deliveries of an app as well.
    if (stranger !== app) log.warn(`Not answered: a delivery from ${stranger}.`);
    if (!('ack' in args) || args.ack === undefined) return;
    // Only a command can be answered with its acknowledgement.
    await ('command' in args ? args.ack({ response_type: 'ephemeral', text: refusal }) : args.ack());
    if ('action' in args)
      await args.respond({ response_type: 'ephemeral', replace_original: false, text: refusal });
  };
};
const app = 'an app';
const refusal = 'badgateway answers and obeys members of its own workspace only.';
/** Says who it was that may not order anything; null for a person of the own workspace. */
export function describeStranger(body, { teamId, enterpriseId }) {
  // Slack's types are a union of every kind of delivery.
  const { event, user, team_id, enterprise_id } = body;
  if (event?.bot_id !== undefined || event?.bot_profile !== undefined || event?.subtype === 'bot_message')
    return app;
  const person = typeof user === 'object' ? user : undefined;
  const team = event?.user_team ?? event?.source_team ?? event?.team ?? person?.team_id ?? null;
  const isOwn = (id) => id === null || id === undefined || id === teamId || id === enterpriseId;
  // Commands come from the workspace of the user.
  const isCommand = event === undefined && person === undefined;
  if (isCommand ? isOwn(team_id) || (enterpriseId !== null && enterprise_id === enterpriseId) : isOwn(team))
    return null;
  if (enterpriseId !== null && person?.enterprise_id === enterpriseId) return null;
  return 'another workspace';
}
