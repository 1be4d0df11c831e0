/**
 * Returns the app manifest, to be pasted at https://api.slack.com/apps (Create New App, From a manifest). It requests
 * as few scopes as possible: in channels the bot reads only messages that mention it. The optional scopes let it look
 * for its own message before it repeats one, attach files, and read who is in a user group of OPERATORS.
 */
export function buildManifest(options) {
  const requests = options.socketMode ? {} : { request_url: options.requestUrl };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'badgateway',
      description: 'Explains why the gateway returns 502, and what to do first',
      long_description: longDescription,
      background_color: '#1f2937',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'badgateway', always_online: true },
      slash_commands: [
        {
          command: options.command,
          ...(options.socketMode ? {} : { url: options.requestUrl }),
          description: 'Ask about gateway failures and incidents',
          usage_hint: 'status | top | why BG-1 | report | help',
          // People paste log lines, which must arrive unescaped.
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: ['app_mentions:read', 'chat:write', 'commands', 'im:history'],
        bot_optional: ['channels:history', 'files:write', 'groups:history', 'usergroups:read'],
      },
    },
    settings: {
      event_subscriptions: { ...requests, bot_events: ['app_mention', 'message.im', 'app_home_opened'] },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: false,
      socket_mode_enabled: options.socketMode,
      token_rotation_enabled: false,
    },
  };
}
/** The manifest as JSON, to paste into Slack's form. */
export const formatManifest = (options) => `${JSON.stringify(buildManifest(options), null, 2)}\n`;
const longDescription =
  'badgateway reads nginx and Envoy logs and groups the gateway failures in them into incidents. ' +
  'Each incident has one message, kept up to date: what is wrong, since when, how many clients are affected, and ' +
  'what to do first. Ask it questions by slash command, mention or direct message; it also posts a daily report. ' +
  'Its Home tab shows open and silenced incidents, and the health of the bot itself.';
