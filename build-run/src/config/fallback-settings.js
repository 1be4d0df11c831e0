import { urlSchema } from './schemas.js';
import { setting } from './setting.js';
/** For the day when Slack, or the program itself, is what is down. Both are off by default. */
export const fallbackSettings = {
  webhookUrl: setting({
    name: 'FALLBACK_WEBHOOK_URL',
    description:
      'Address that gets {"text": "…"} by POST, as incoming webhooks of Slack, Mattermost or Rocket.Chat do: what an\nincident\'s message says, when Slack has not taken it for two minutes. Choose one that does not depend on Slack.',
    defaultWords: 'messages only wait for Slack',
    expected: 'an http or https address',
    example: 'https://chat.example/hooks/choose-your-own',
    secret: true,
    unset: () => null,
    schema: urlSchema,
  }),
  heartbeatUrl: setting({
    name: 'HEARTBEAT_URL',
    description:
      "Address that is called by POST each minute while logs are read and no message has waited for five minutes. A service\nthat pages when the calls stop (a dead man's switch) tells when nothing else can.",
    defaultWords: 'nothing is called',
    expected: 'an http or https address',
    example: 'https://heartbeat.example/ping/choose-your-own',
    secret: true,
    unset: () => null,
    schema: urlSchema,
  }),
};
