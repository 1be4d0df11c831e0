import { change } from './fix-step.js';
/** Settings of application servers that make these faults, by the names and defaults of their documentation. */
/** Ends requests that take longer: what closes a connection before its answer. Undefined for an unknown runtime. */
export const changeWorkerTimeout = (facts) =>
  changeRuntime(facts, workerTimeouts, 'If they end at one duration, it is the limit of the app');
/** Ends idle connections: the gateway must close them before. */
export const changeKeepAlive = (facts) =>
  changeRuntime(
    facts,
    keepAlives,
    'If reused connections fail, let the app keep idle ones longer than the gateway',
  );
/** Requests that are served at once. */
export const changeWorkers = (facts) =>
  changeRuntime(facts, workers, 'If all workers are busy, run at least this many, as memory takes');
/** Connections that wait until a worker accepts them. */
export const changeBacklog = (facts) =>
  changeRuntime(facts, backlogs, 'Allow a queue of at least this where the app listens');
function changeRuntime({ surroundings: { runtime } }, settings, text) {
  const entry = runtime === null ? undefined : settings[runtime];
  if (entry === undefined) return false;
  return change('upstream', `${text} (default ${entry.initial})`, entry.setting, {
    undo: 'Set the former value, and restart the app.',
  });
}
const workerTimeouts = {
  'php-fpm': { setting: 'request_terminate_timeout = 60s', initial: 'none' },
  gunicorn: { setting: 'gunicorn --timeout 60', initial: '30 s' },
  uwsgi: { setting: 'harakiri = 60', initial: 'none' },
  puma: { setting: 'worker_timeout 120', initial: '60 s' },
};
const keepAlives = {
  node: { setting: 'server.keepAliveTimeout = 65_000; server.headersTimeout = 66_000', initial: '5 s' },
  gunicorn: { setting: 'gunicorn --keep-alive 75', initial: '2 s' },
  uvicorn: { setting: 'uvicorn --timeout-keep-alive 75', initial: '5 s' },
  puma: { setting: 'persistent_timeout 75', initial: '20 s, newer ones 65 s' },
  tomcat: { setting: 'server.tomcat.keep-alive-timeout=75s', initial: '20 s' },
};
const workers = {
  'php-fpm': { setting: 'pm.max_children = 20', initial: '5' },
  gunicorn: { setting: 'gunicorn --workers 9', initial: '1' },
  uvicorn: { setting: 'uvicorn --workers 4', initial: '1' },
  uwsgi: { setting: 'processes = 8', initial: '1' },
  puma: { setting: 'workers 4; threads 5, 5', initial: '5 threads' },
  passenger: { setting: 'passenger_max_pool_size 12;', initial: '6' },
  tomcat: { setting: 'server.tomcat.threads.max=400', initial: '200' },
};
const backlogs = {
  'php-fpm': { setting: 'listen.backlog = 4096', initial: '511' },
  gunicorn: { setting: 'gunicorn --backlog 4096', initial: '2048' },
  uvicorn: { setting: 'uvicorn --backlog 4096', initial: '2048' },
  // It does not start with more than the kernel allows.
  uwsgi: { setting: 'listen = 1024', initial: '100, at most net.core.somaxconn' },
  puma: { setting: "bind 'unix:///run/app.sock?backlog=4096'", initial: '1024' },
  passenger: { setting: 'passenger_max_request_queue_size 200;', initial: '100' },
};
