import { connect, createServer as createHttp2Server } from 'node:http2';
import { defineFault } from '../fault.js';
import { gatewayHost } from '../gateway.js';
import { findUnusedPort } from '../sockets.js';
/** gRPC behind nginx. */
export const grpcFaults = [
  defineFault({
    fault: 'One of two gRPC servers refuses streams',
    cause: 'stream-reset',
    changes: [/out for now: on its server line/],
    arrange: async (lab) => {
      const [bad, good] = [await startGrpc(lab, true), await startGrpc(lab, false)];
      const http2Port = await findUnusedPort();
      return {
        gateway: {
          group: `server 127.0.0.1:${bad} max_fails=0;\nserver 127.0.0.1:${good};`,
          server: `listen ${gatewayHost}:${http2Port} http2;`,
          location: 'grpc_pass grpc://app;',
        },
        isHttp: false,
        send: () => callGrpc(http2Port, 10),
      };
    },
  }),
  defineFault({
    fault: 'A gRPC server behind proxy_pass',
    cause: 'protocol-mismatch',
    changes: [/If it is a gRPC server/],
    arrange: async (lab) => {
      const port = await startGrpc(lab, false);
      const http2Port = await findUnusedPort();
      return {
        gateway: {
          group: `server 127.0.0.1:${port};`,
          server: `listen ${gatewayHost}:${http2Port} http2;`,
          location: 'proxy_pass http://app;',
        },
        isHttp: false,
        send: () => callGrpc(http2Port, 8),
      };
    },
  }),
];
function startGrpc(lab, refuses) {
  const server = createHttp2Server();
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    if (refuses) return stream.close(7);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  server.on('session', (session) => lab.onEnd(() => session.destroy()));
  server.on('sessionError', () => {});
  return lab.listen(server);
}
/** Calls in turn; each ends after five seconds at the latest. */
async function callGrpc(port, count) {
  const session = connect(`http://${gatewayHost}:${port}`);
  session.on('error', () => {});
  const answers = [];
  for (let n = 0; n < count; n++) answers.push(await callOnce(session));
  session.destroy();
  return answers;
}
const callOnce = (session) =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const stream = session.request({
      ':method': 'POST',
      ':path': '/app',
      ':authority': 'shop.example',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status = null;
    let hasFrameOptions = false;
    let hasTrailers = false;
    stream.on('response', (headers) => {
      status = headers[':status'] ?? null;
      hasFrameOptions = headers['x-frame-options'] === 'DENY';
    });
    stream.on('trailers', () => (hasTrailers = true));
    stream.on('error', () => {});
    stream.on('close', () =>
      resolve({ status, isComplete: hasTrailers, hasFrameOptions, body: '', ms: Date.now() - startedAt }),
    );
    stream.setTimeout(5_000, () => stream.close());
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
