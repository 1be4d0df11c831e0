/** The rules of Slack's manifest, version 2, for the parts that this bot uses. */
const text = (charsMax: number, charsMin = 1) => ({
  type: 'string',
  minLength: charsMin,
  maxLength: charsMax,
});
const flag = { type: 'boolean' };
const url = { type: 'string', format: 'uri', pattern: '^https://' };
const just = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const some = (items: object, itemsMax: number) => ({
  type: 'array',
  items,
  maxItems: itemsMax,
  uniqueItems: true,
});

const scope = {
  enum: [
    'app_mentions:read',
    'channels:history',
    'chat:write',
    'chat:write.public',
    'commands',
    'files:write',
    'groups:history',
    'im:history',
    'reactions:write',
    'usergroups:read',
    'users:read',
  ],
};
const event = {
  enum: ['app_home_opened', 'app_mention', 'message.channels', 'message.groups', 'message.im'],
};

const overSocket = {
  properties: {
    features: { properties: { slash_commands: { items: { not: { required: ['url'] } } } } },
    settings: {
      properties: {
        socket_mode_enabled: { const: true },
        event_subscriptions: { not: { required: ['request_url'] } },
        interactivity: { not: { required: ['request_url'] } },
      },
    },
  },
};
const overHttp = {
  properties: {
    features: { properties: { slash_commands: { items: { required: ['url'] } } } },
    settings: {
      properties: {
        socket_mode_enabled: { const: false },
        event_subscriptions: { required: ['request_url'] },
        interactivity: { required: ['request_url'] },
      },
    },
  },
};

export const manifestSchema = {
  ...just(
    {
      _metadata: just({ major_version: { const: 2 }, minor_version: { type: 'integer' } }),
      display_information: just(
        {
          name: text(35),
          description: text(140),
          long_description: text(4000, 175),
          background_color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
        },
        ['name'],
      ),
      features: just({
        app_home: just({
          home_tab_enabled: flag,
          messages_tab_enabled: flag,
          messages_tab_read_only_enabled: flag,
        }),
        bot_user: just({ display_name: text(80), always_online: flag }, ['display_name']),
        slash_commands: some(
          just(
            {
              command: { type: 'string', pattern: '^/[a-z0-9_-]{1,31}$' },
              url,
              description: text(2000),
              usage_hint: text(1000),
              should_escape: flag,
            },
            ['command', 'description'],
          ),
          50,
        ),
      }),
      oauth_config: just({ scopes: just({ bot: some(scope, 255), bot_optional: some(scope, 255) }) }),
      settings: just({
        event_subscriptions: just({ request_url: url, bot_events: some(event, 100) }),
        interactivity: just({ is_enabled: flag, request_url: url }, ['is_enabled']),
        org_deploy_enabled: flag,
        socket_mode_enabled: flag,
        token_rotation_enabled: flag,
      }),
    },
    ['display_information', 'features', 'oauth_config', 'settings'],
  ),
  oneOf: [overSocket, overHttp],
};
