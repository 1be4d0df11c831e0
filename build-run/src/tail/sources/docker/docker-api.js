import { request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
/** Why Docker gave no answer, or another one than was asked for. */
export class DockerError extends Error {
  name = 'DockerError';
  /** Status of the answer; null without one. */
  status;
  constructor(why, status) {
    super(why);
    this.status = status;
  }
}
/** Docker answers at once, except for a log, which it may have to search. */
const answerMsMax = 30_000;
/** Creates a client for the address in `DOCKER_HOST`: `unix:///path` or `tcp://host:port`. */
export function createDockerApi(dockerHost) {
  const target = parseDockerHost(dockerHost);
  const get = (path, signal, timeoutMs) => {
    if (target === null)
      throw new DockerError(`DOCKER_HOST is neither unix:///path nor tcp://host:port`, null);
    return send(
      { ...target, path, signal, ...(timeoutMs !== undefined && { timeout: timeoutMs }) },
      dockerHost,
    );
  };
  return {
    async inspect(container, signal) {
      const answer = await get(`/containers/${encodeURIComponent(container)}/json`, signal, answerMsMax);
      const result = containerSchema.safeParse(parseJson(await readText(answer)));
      if (!result.success) throw new DockerError(`${dockerHost} does not answer as Docker does`, null);
      return result.data;
    },
    openLog(id, { since, follow }, signal) {
      const query = new URLSearchParams({
        stdout: '1',
        stderr: '1',
        timestamps: '1',
        follow: follow ? '1' : '0',
      });
      if (since !== null) query.set('since', since.toUnixTime());
      return get(`/containers/${encodeURIComponent(id)}/logs?${query}`, signal);
    },
  };
}
const containerSchema = z
  .object({
    Id: z.string().min(1),
    Created: z.string(),
    State: z.object({ Running: z.boolean(), StartedAt: z.string().default('') }),
    Config: z.object({ Tty: z.boolean().default(false) }),
    HostConfig: z.object({ LogConfig: z.object({ Type: z.string().default('') }).optional() }).optional(),
  })
  .transform(({ Id, Created, State, Config, HostConfig }) => ({
    id: Id,
    isRunning: State.Running,
    startedAt: State.StartedAt,
    createdAt: Date.parse(Created) || 0,
    hasTerminal: Config.Tty,
    logDriver: HostConfig?.LogConfig?.Type ?? '',
  }));
function parseDockerHost(dockerHost) {
  const [, socketPath] = /^unix:\/\/(\/.+)$/.exec(dockerHost) ?? [];
  // Docker expects a host name, and none is known of a socket.
  if (socketPath !== undefined) return { socketPath, host: 'docker' };
  const [, host, port] = /^(?:tcp|http):\/\/([\w.-]+|\[[\da-f:.]+\]):(\d{1,5})\/?$/i.exec(dockerHost) ?? [];
  return host === undefined ? null : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
/** Resolves with the answer once its head is there, if the request succeeded. */
async function send(options, dockerHost) {
  const answer = await new Promise((resolve, reject) => {
    const sent = request({ ...options, agent: false });
    sent.once('response', resolve);
    // Lives as long as the socket: an error after the answer is thrown to the reader of the answer too.
    sent.on('error', (error) => reject(describeConnectionError(error, dockerHost)));
    sent.once('timeout', () => sent.destroy(new Error('it does not answer')));
    sent.once('socket', (socket) => socket.setKeepAlive(true, answerMsMax));
    sent.end();
  });
  if (answer.statusCode === 200) return answer;
  const status = answer.statusCode ?? 0;
  throw new DockerError(describeRefusal(status, await readText(answer)), status);
}
function describeConnectionError(error, dockerHost) {
  if (error.name === 'AbortError') return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new DockerError(`Docker at ${dockerHost}: ${connectionHints[code] ?? code}`, null);
}
const connectionHints = {
  ENOENT: 'no such socket; set DOCKER_HOST',
  EACCES: 'permission denied; add this user to the group of the socket (often docker)',
  ECONNREFUSED: 'nothing listens there',
};
function describeRefusal(status, body) {
  if (status === 404) return 'no container of this name';
  const parsed = refusalSchema.safeParse(parseJson(body));
  const message = parsed.success ? parsed.data.message : '';
  return message === '' ? `Docker answers ${status}` : `Docker answers ${status}: ${message.slice(0, 200)}`;
}
const refusalSchema = z.object({ message: z.string() });
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
