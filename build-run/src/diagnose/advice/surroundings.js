export const places = ['host', 'docker', 'kubernetes', 'windows', 'macos'];
/** Application servers with settings of their own. */
export const runtimeNames = [
  'php-fpm',
  'uwsgi',
  'gunicorn',
  'uvicorn',
  'node',
  'puma',
  'passenger',
  'tomcat',
];
/** Surroundings of which no record says anything. */
export const unknownSurroundings = {
  place: null,
  gateway: 'nginx',
  gatewayPod: null,
  gatewayContainer: null,
  logPath: null,
  scheme: null,
  runtime: null,
  appUnit: null,
  direction: null,
};
