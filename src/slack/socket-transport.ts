import type { App } from '@slack/bolt';
import { keptSocket, type SocketOptions } from './reconnecting-socket.js';
import type { Door } from './transport.js';

/**
 * Two sockets. Slack replaces each every few hours, and the client is then away for some seconds in which commands
 * fail; Slack uses the other meanwhile. They are opened minutes apart, so that they are not replaced together.
 */
export function socketDoor({ secondAfterMs, ...options }: SocketOptions & { secondAfterMs: number }): Door {
  const first = keptSocket(options);
  const second = keptSocket(options);
  let timer: NodeJS.Timeout | undefined;

  const openSecond = (app: App) => {
    second.receiver.init(app);
    void second.keep();
  };

  return {
    receiver: first.receiver,
    async open(app) {
      await first.open();
      timer = setTimeout(openSecond, secondAfterMs, app).unref();
    },
    async close() {
      clearTimeout(timer);
      await Promise.all([first.close(), second.close()]);
    },
    isOpen: () => first.isOpen() || second.isOpen(),
    port: () => null,
  };
}
