import { createReconnectingSocket } from './reconnecting-socket.js';
/**
 * Two sockets. Slack replaces each one every few hours, and commands would fail for the seconds until it is back.
 * During these seconds Slack uses the other one. They are opened minutes apart, so that they are not replaced at the
 * same time.
 */
export function createSocketTransport({ secondAfterMs, ...options }) {
  const first = createReconnectingSocket(options);
  const second = createReconnectingSocket(options);
  let timer;
  const openSecondSocket = (app) => {
    second.receiver.init(app);
    void second.keepOpen();
  };
  return {
    receiver: first.receiver,
    async open(app) {
      await first.open();
      timer = setTimeout(openSecondSocket, secondAfterMs, app).unref();
    },
    async close() {
      clearTimeout(timer);
      await Promise.all([first.close(), second.close()]);
    },
    isOpen: () => first.isOpen() || second.isOpen(),
    port: () => null,
  };
}
