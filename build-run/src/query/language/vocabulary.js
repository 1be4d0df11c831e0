import { causeClasses } from '../../diagnose/cause-class.js';
import { causeCatalogue } from '../../diagnose/causes/index.js';
/** Collects the phrases of the questions, of the causes and of the grammar itself. */
export function createVocabulary(questions) {
  const phrases = new Map([
    ...[causePhrases, causeClassPhrases, dimensionPhrases, filterPhrases, changePhrases, timePhrases].flatMap(
      listPhrases,
    ),
    ...questions.flatMap(listQuestionPhrases),
  ]);
  const splitPhrases = [...phrases].map(([phrase, { type }]) => ({ words: phrase.split(' '), type }));
  return {
    phrases,
    phraseWordsMax: Math.max(...splitPhrases.map(({ words }) => words.length)),
    words: new Set([...splitPhrases.flatMap(({ words }) => words), ...connectingWords]),
    filterWords: new Set(splitPhrases.flatMap(({ words, type }) => (type === 'filter' ? words : []))),
  };
}
/** They connect other words, and mean something only where they do. */
const connectingWords =
  'since between from and to until by per last past previous this threshold as in'.split(' ');
const listPhrases = (entries) =>
  entries.flatMap(([phrases, meaning]) => phrases.split('|').map((phrase) => [phrase, meaning]));
const listQuestionPhrases = ({ type, phrases, trafficPhrases = [], precedence, takesIncidentNumber }) =>
  [...phrases, ...trafficPhrases].map((phrase) => [
    phrase,
    {
      type: 'intent',
      intent: {
        phrase,
        question: type,
        precedence,
        takesIncidentNumber: takesIncidentNumber === true,
        isAboutTraffic: trafficPhrases.includes(phrase),
      },
    },
  ]);
const filterMeaning = (filter) => ({ type: 'filter', filter });
const dimensionMeaning = (dimension) => ({ type: 'dimension', dimension });
const unitMeaning = (name) => ({ type: 'unit', unit: name });
const keywordMeaning = (text) => ({ type: 'word', word: text });
const changePhrases = [
  ['changed|changes|change', { type: 'change', changeType: null }],
  [
    'deploy|deploys|deployed|deployment|deployments|release|released|rollout',
    { type: 'change', changeType: 'deploy' },
  ],
  ['reload|reloads|reloaded', { type: 'change', changeType: 'reload' }],
  ['restart|restarts|restarted', { type: 'change', changeType: 'restart' }],
];
const filterPhrases = [
  [
    'clients see|clients saw|client see|client saw|customers see|users see|users saw|seen by clients|client visible|client-visible|visible',
    filterMeaning({ outcomes: ['client-visible', 'truncated'] }),
  ],
  ['retried|saved|saved by retry|retries|retry', filterMeaning({ outcomes: ['saved-by-retry'] })],
  ['fallback|saved by fallback|stale', filterMeaning({ outcomes: ['saved-by-fallback'] })],
  ['answered otherwise|error page|error pages', filterMeaning({ outcomes: ['answered-otherwise'] })],
  ['truncated|cut short', filterMeaning({ outcomes: ['truncated'] })],
  ['undecided', filterMeaning({ outcomes: ['undecided'] })],
  ['background', filterMeaning({ outcomes: ['background'] })],
  ['by us|made by gateway|by gateway', filterMeaning({ makers: ['gateway'] })],
  ['made by upstream|by upstream itself', filterMeaning({ makers: ['upstream'] })],
  ['nginx', filterMeaning({ gateways: ['nginx-error', 'nginx-access'] })],
  ['envoy|istio', filterMeaning({ gateways: ['envoy-access', 'envoy-app'] })],
  ['haproxy', filterMeaning({ gateways: ['haproxy'] })],
  ['caddy', filterMeaning({ gateways: ['caddy-access', 'caddy-error'] })],
  ...['post', 'put', 'patch', 'delete'].map((method) => [
    method,
    filterMeaning({ methods: [method.toUpperCase()] }),
  ]),
  // Alone these are words like others: `get me the lines`.
  ...['get', 'head', 'options', 'connect'].map((method) => [
    `for ${method}|only ${method}|${method} requests`,
    filterMeaning({ methods: [method.toUpperCase()] }),
  ]),
];
const dimensionPhrases = [
  ['cause|causes|reasons', dimensionMeaning('cause')],
  ['upstream|upstreams|service|services|backend|backends|cluster|clusters', dimensionMeaning('upstream')],
  ['route|routes|url|urls|path|paths|endpoint|endpoints|page|pages|uri|uris', dimensionMeaning('route')],
  [
    'peer|peers|pod|pods|server|servers|instance|instances|node|nodes|address|addresses',
    dimensionMeaning('peer'),
  ],
  ['statuses|code|codes|status code|status codes|by status', dimensionMeaning('status')],
  ['client|clients|ip|ips|user|users', dimensionMeaning('client')],
  ['customer|customers|tenant|tenants|account|accounts|merchant|merchants', dimensionMeaning('customer')],
  ['host|hosts|site|sites|domain|domains|vhost|vhosts', dimensionMeaning('host')],
  ['method|methods|verb|verbs', dimensionMeaning('method')],
  ['maker|makers', dimensionMeaning('maker')],
  ['outcome|outcomes', dimensionMeaning('outcome')],
  ['gateway|gateways', dimensionMeaning('gateway')],
];
const timePhrases = [
  ['minute|minutes|min|mins|m', unitMeaning('minute')],
  ['hour|hours|hr|hrs|h', unitMeaning('hour')],
  ['day|days|d', unitMeaning('day')],
  ['week|weeks|w', unitMeaning('week')],
  ['month|months', unitMeaning('month')],
  ['today|this morning|this afternoon|this evening|so far', { type: 'day', day: 'today' }],
  ['yesterday', { type: 'day', day: 'yesterday' }],
  ['last night|last nite|nite|tonight|overnight|during night|at night', keywordMeaning('night')],
  ['midnight', { type: 'clock', minutes: 0 }],
  ['noon|midday', { type: 'clock', minutes: 720 }],
  ...[
    'sunday|sun',
    'monday|mon',
    'tuesday|tue|tues',
    'wednesday|wed',
    'thursday|thu|thurs',
    'friday|fri',
    'saturday|sat',
  ].map((names, weekday) => [names, { type: 'weekday', weekday }]),
  ['daily', { type: 'period', period: 'day' }],
  ['weekly', { type: 'period', period: 'week' }],
  ['monthly', { type: 'period', period: 'month' }],
  ['now|right now|currently|at moment', keywordMeaning('now')],
];
const causePhrases = causeCatalogue.map(({ id, title, phrases = [] }) => [
  [id, id.replaceAll('-', ' '), title.toLowerCase(), ...phrases].join('|'),
  filterMeaning({ causes: [id] }),
]);
const causeClassPhrases = Object.entries(causeClasses).flatMap(([name, { phrases }]) => {
  const causes = causeCatalogue.filter((cause) => cause.class === name).map(({ id }) => id);
  return phrases === undefined ? [] : [[phrases.join('|'), filterMeaning({ causes })]];
});
