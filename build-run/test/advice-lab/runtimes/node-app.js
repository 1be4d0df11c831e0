import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
/**
 * A Node server that is busy when its limit for idle connections passes: the next request waits in the kernel while the
 * server closes the connection. That is the race, made certain. Its keep-alive timeout is a second instead of five.
 */
export async function startNodeApp(lab) {
  const socket = join(lab.dir, 'node-app.sock');
  const start = async (code) => {
    rmSync(socket, { force: true });
    const file = join(lab.dir, 'app.cjs');
    writeFileSync(file, renderApp(socket, code));
    const child = await lab.run('node', [file], socket);
    chmodSync(socket, 0o666);
    return child;
  };
  let child = await start('server.keepAliveTimeout = 1_000;');
  return {
    socket,
    type: async ({ command = '' }) => {
      await lab.end(child);
      child = await start(command);
    },
    send: async (client) => {
      const answers = [];
      for (let round = 0; round < 3; round++) {
        answers.push(await client.ask({ method: 'POST', bodyBytes: 10 }));
        await new Promise((resolve) => setTimeout(resolve, idleMs));
        answers.push(await client.ask({ method: 'POST', bodyBytes: 10 }));
        // The second answer makes it busy as well.
        await new Promise((resolve) => setTimeout(resolve, 3_500));
      }
      return answers;
    },
  };
}
/** Within the time that the server is busy, and before its limit. */
const idleMs = 900;
const renderApp = (socket, code) => `
const server = require('node:http').createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.end('so\\n');
    // After the callbacks of connections: what is due then comes before what has arrived.
    setTimeout(() => setImmediate(() => { for (const until = Date.now() + 2_000; Date.now() < until;); }), 800);
  });
});
${code}
server.listen(${JSON.stringify(socket)});
`;
