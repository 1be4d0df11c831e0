import { formatCount, pluralize } from '../../base/format-number.js';
import { code, text } from '../../render/rich-text.js';
/** Which gateways stand behind others, where their requests are counted, and where nothing shows it. */
export function describeGatewayRoles(roles) {
  const isUntold = createUntoldTest(roles);
  return roles
    .filter((role, index) => role.role !== 'alike' || !isNamedBefore(role, roles.slice(0, index)))
    .map((role) => (isUntold(role) ? describeUntold(role) : describeRole(role)))
    .filter((sentence) => sentence !== undefined)
    .slice(0, sentencesMax);
}
function describeRole({ log, role, other, shared, compared }) {
  if (other === null) return undefined;
  const [here, there] = [code(shortenLog(log)), code(shortenLog(other))];
  const part = `${formatCount(shared)} of its ${pluralize(compared, 'failure')}`;
  switch (role) {
    case 'behind':
      return text`${here} is behind ${there} (${part} came through it): a request that passed both is counted once, at the first, and all requests are those of the first`;
    case 'partly':
      return shared === compared
        ? text`${here} and ${there} pass requests to each other: all requests are those of both, so that shares of them may be too low`
        : text`${here} is behind ${there} for some requests (${part} came through it): all requests are those of both, so that shares of them may be too low`;
    case 'alike':
      return text`${here} and ${there} have failures that look alike (${part}: same request, status and second), but nothing shows that they are one request: each is counted. A request id that one gateway passes to the other would show it`;
    case 'apart':
      return undefined;
  }
}
const describeUntold = ({ log }) =>
  text`no failure in ${code(shortenLog(log))} shows whether its requests came through another gateway: they are counted as requests of clients`;
/** Where others stand behind a gateway, one without failures may do so as well. */
function createUntoldTest(roles) {
  const behind = roles.filter(({ role }) => role === 'behind');
  const first = new Set(behind.map(({ other }) => other));
  return ({ log, role, compared }) =>
    behind.length > 0 && role === 'apart' && compared === 0 && !first.has(log);
}
const isNamedBefore = ({ log, other }, before) =>
  before.some((known) => known.role === 'alike' && known.log === other && known.other === log);
/** The folder tells which gateway: most logs are called `access.log`. */
const shortenLog = (log) => log.split('/').slice(-2).join('/');
const sentencesMax = 4;
