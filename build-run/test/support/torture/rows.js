const numbered = ['rotate 400', 'create'];
const eachSecond = ['dateext', 'dateformat -%Y%m%d-%H%M%S'];
/** The rows of `npm run torture` that a real nginx and a real logrotate play. */
export const rows = {
  create: { logrotate: numbered, accessLog: '' },
  copytruncate: { logrotate: ['rotate 400', 'copytruncate'], accessLog: null },
  dateext: { logrotate: [...numbered, ...eachSecond], accessLog: '' },
  'dateext-unix-time': { logrotate: [...numbered, 'dateext', 'dateformat -%Y%m%d-%s'], accessLog: '' },
  'dateext-extension': {
    logrotate: [...numbered, 'dateext', 'dateformat .%Y-%m-%d_%H-%M-%S', 'extension .log'],
    accessLog: '',
  },
  olddir: { logrotate: [...numbered, 'olddir old', 'createolddir 755'], accessLog: '' },
  'olddir-elsewhere': {
    logrotate: [...numbered, 'olddir ../elsewhere', 'createolddir 755'],
    accessLog: '',
    archives: '../elsewhere/*',
  },
  compress: { logrotate: [...numbered, 'compress'], accessLog: '' },
  'compress-dateext': { logrotate: [...numbered, 'compress', ...eachSecond], accessLog: '' },
  'compress-olddir': {
    logrotate: [...numbered, 'compress', 'olddir old', 'createolddir 755'],
    accessLog: '',
  },
  delaycompress: { logrotate: [...numbered, 'compress', 'delaycompress'], accessLog: '' },
  maxsize: { logrotate: [...numbered, 'weekly', 'maxsize 20k'], accessLog: '', onlyLarge: true },
  'buffer-flush': { logrotate: numbered, accessLog: 'buffer=32k flush=2s' },
  'buffer-compress': { logrotate: [...numbered, 'compress'], accessLog: 'buffer=32k flush=2s' },
  'gzip-by-nginx': { logrotate: numbered, accessLog: 'gzip buffer=32k flush=2s' },
  'gzip-compress': { logrotate: [...numbered, 'compress'], accessLog: 'gzip buffer=32k flush=2s' },
  sharedscripts: { logrotate: [...numbered, 'sharedscripts', 'compress'], accessLog: '' },
};
