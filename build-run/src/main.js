#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Loading `run` would let the young generation of the heap grow to 32 MB, and it never shrinks while requests keep coming.
// The other commands allocate a lot and end soon.
if (process.argv[2] === 'run') setFlagsFromString('--semi-space-growth-factor=1');
// Who reads only the beginning, as `head` does, has what they wanted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
await import('./cli/command-line.js');
