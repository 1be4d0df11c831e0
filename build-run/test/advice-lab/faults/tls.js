import { createSecureContext } from 'node:tls';
import { makeCertificate, signCertificate } from '../certificates.js';
import { defineFault } from '../fault.js';

const pass = 'proxy_pass https://app/app;';
/** Upstreams behind TLS. */
export const tlsFaults = [
  defineFault({
    fault: 'An upstream of TLS 1.3 only',
    cause: 'tls-handshake',
    changes: [/allow the version/],
    arrange: async (lab) => {
      const port = await lab.startTlsApp({ ...makeCertificate(lab, 'app.example'), minVersion: 'TLSv1.3' });
      return { gateway: { group: `server 127.0.0.1:${port};`, location: pass } };
    },
  }),
  defineFault({
    fault: 'An upstream that needs the host name',
    cause: 'tls-handshake',
    changes: [/If it needs the host name/],
    arrange: async (lab) => {
      const pair = makeCertificate(lab, 'app.example');
      const context = createSecureContext(pair);
      const port = await lab.startTlsApp({
        SNICallback: (name, done) =>
          name === 'app.example' ? done(null, context) : done(new Error('no such name')),
      });
      return {
        gateway: { group: `server 127.0.0.1:${port};`, location: pass },
        fill: { NAME: 'app.example' },
      };
    },
  }),
  defineFault({
    fault: 'An upstream that wants a client certificate, TLS 1.2',
    cause: 'tls-handshake',
    changes: [/client certificate, send one/],
    arrange: async (lab) => {
      const own = makeCertificate(lab, 'gateway.example');
      const port = await lab.startTlsApp({
        ...makeCertificate(lab, 'app.example'),
        ca: own.cert,
        requestCert: true,
        rejectUnauthorized: true,
        maxVersion: 'TLSv1.2',
      });
      return {
        gateway: { group: `server 127.0.0.1:${port};`, location: pass },
        fill: { '/PATH/TO/CLIENT.pem': own.certFile, '/PATH/TO/CLIENT.key': own.keyFile },
      };
    },
  }),
  defineFault({
    fault: 'The same, TLS 1.3',
    cause: 'tls-client-cert',
    changes: [/If nginx sends none/],
    arrange: async (lab) => {
      const own = makeCertificate(lab, 'gateway.example');
      const port = await lab.startTlsApp({
        ...makeCertificate(lab, 'app.example'),
        ca: own.cert,
        requestCert: true,
        rejectUnauthorized: true,
      });
      return {
        gateway: {
          http: 'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
          group: `server 127.0.0.1:${port};`,
          location: pass,
        },
        fill: { '/PATH/TO/CLIENT.pem': own.certFile, '/PATH/TO/CLIENT.key': own.keyFile },
      };
    },
  }),
  defineFault({
    fault: 'A certificate of an unknown issuer',
    cause: 'tls-verify',
    changes: [/If the issuer is unknown/],
    arrange: async (lab) => {
      const authority = makeCertificate(lab, 'authority.example');
      const port = await lab.startTlsApp(signCertificate(lab, 'app.example', authority));
      const other = makeCertificate(lab, 'other-authority.example');
      return {
        gateway: {
          http: `proxy_ssl_verify on;\nproxy_ssl_name app.example;\nproxy_ssl_trusted_certificate ${other.certFile};`,
          group: `server 127.0.0.1:${port};`,
          location: pass,
        },
        fill: { '/PATH/TO/CA.pem': authority.certFile },
      };
    },
  }),
  defineFault({
    fault: 'A certificate for another name than that of the group',
    cause: 'tls-verify',
    changes: [/If the name differs/],
    arrange: async (lab) => {
      const authority = makeCertificate(lab, 'authority.example');
      const port = await lab.startTlsApp(signCertificate(lab, 'app.example', authority));
      return {
        gateway: {
          http: `proxy_ssl_verify on;\nproxy_ssl_trusted_certificate ${authority.certFile};`,
          group: `server 127.0.0.1:${port};`,
          location: pass,
        },
        fill: { NAME: 'app.example' },
      };
    },
  }),
  defineFault({
    fault: 'https to a plain port',
    cause: 'protocol-mismatch',
    changes: [/If plain HTTP answered/],
    arrange: async (lab) => ({
      gateway: { group: `server 127.0.0.1:${await lab.startApp()};`, location: pass },
    }),
  }),
  defineFault({
    fault: 'https to a plain port that stays silent',
    cause: 'tls-timeout',
    changes: [/If it is a plain port/],
    arrange: async (lab) => {
      const port = await lab.startRaw((socket) => {
        let received = '';
        // Waits for the end of a header, which a TLS greeting never has.
        socket.on('data', (bytes) => {
          received += bytes.toString('latin1');
          if (received.startsWith('GET ') && received.includes('\r\n\r\n'))
            socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nso\n');
        });
      });
      return {
        gateway: { http: 'proxy_connect_timeout 1s;', group: `server 127.0.0.1:${port};`, location: pass },
        send: (client) => client.askAtOnce(8),
        isHttp: false,
      };
    },
  }),
];
