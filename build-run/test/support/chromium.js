import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const executablePaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = executablePaths.find(existsSync);
/** False if no browser is installed; tests that need a browser are skipped. Debian: apt-get install chromium. */
export const hasChromium = executablePath !== undefined;
/** Starts a browser with a fresh profile. */
export async function startChromium() {
  const profile = mkdtempSync(join(tmpdir(), 'badgateway-chromium-'));
  const child = spawn(executablePath ?? '', [
    ...flags,
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    'about:blank',
  ]);
  const socket = new WebSocket(await readDevToolsUrl(child), {
    perMessageDeflate: false,
    maxPayload: 256 * 1024 * 1024,
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const connection = new DevToolsConnection(socket);
  return {
    open: (url, viewport) => openTab(connection, url, viewport),
    close: async () => {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      await connection.send('Browser.close').catch(() => child.kill());
      await exit;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];
function readDevToolsUrl(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (bytes) => {
      output += bytes;
      const address = /ws:\/\/[^\s]+/.exec(output)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`chromium stopped with ${code}: ${output}`)));
  });
}
async function openTab(connection, url, { width, height = 900, colorScheme = 'light', media }) {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  const send = (method, params = {}) => connection.send(method, params, session);
  const requestedUrls = [];
  const problems = [];
  connection.on(session, (method, eventParams) => {
    if (method === 'Network.requestWillBeSent') requestedUrls.push(eventParams.request?.url ?? '');
    if (method === 'Page.javascriptDialogOpening') problems.push(`dialog: ${eventParams.message}`);
    if (method === 'Log.entryAdded') problems.push(eventParams.entry?.text ?? '');
  });
  await Promise.all(['Page', 'Network', 'Log', 'Runtime'].map((domain) => send(`${domain}.enable`)));
  await send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: width < 500,
  });
  await send('Emulation.setEmulatedMedia', {
    media: media ?? '',
    features: [{ name: 'prefers-color-scheme', value: colorScheme }],
  });
  const pageLoad = connection.once(session, 'Page.loadEventFired');
  await send('Page.navigate', { url });
  await pageLoad;
  const evaluate = async (expression) => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
    // The caller supplies the type of its own expression.
    return result.value;
  };
  return {
    evaluate,
    press: async (key) => {
      const codes = { Tab: 9, Enter: 13 };
      const event = {
        key,
        code: key,
        windowsVirtualKeyCode: codes[key],
        ...(key === 'Enter' ? { text: '\r' } : {}),
      };
      const next = key === 'Enter' ? connection.once(session, 'Page.loadEventFired') : undefined;
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
      await next;
    },
    typeText: async (text) => void (await send('Input.insertText', { text })),
    takeScreenshot: async () => {
      const pageHeight = await evaluate('document.documentElement.scrollHeight');
      const { data } = await send('Page.captureScreenshot', {
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width, height: Math.min(pageHeight, 12_000), scale: 1 },
      });
      return Buffer.from(String(data), 'base64');
    },
    listRequestedUrls: () => requestedUrls,
    listProblems: () => problems,
    close: async () => void (await connection.send('Target.closeTarget', { targetId })),
  };
}
/** Commands and events of the protocol. https://chromedevtools.github.io/devtools-protocol/ */
class DevToolsConnection {
  #socket;
  #pending = new Map();
  #listeners = [];
  #lastId = 0;
  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (bytes) => this.#receive(String(bytes)));
  }
  send(method, params = {}, sessionId) {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params: params, ...(sessionId ? { sessionId } : {}) }));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }
  on(session, listener) {
    this.#listeners.push({ session, listener });
  }
  once(session, method) {
    return new Promise((resolve) =>
      this.on(session, (receivedMethod) => {
        if (receivedMethod === method) resolve();
      }),
    );
  }
  #receive(text) {
    const message = JSON.parse(text);
    if (message.id === undefined) {
      for (const { session, listener } of this.#listeners)
        if (session === message.sessionId) listener(message.method, message.params);
      return;
    }
    const params = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) params?.resolve(message.result);
    else params?.reject(new Error(message.error.message));
  }
}
