#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Loading `run` would let the young generation of the heap grow to 32 MB, and it never shrinks while requests keep coming.
// The old one would grow to several times what is in use: with 20 % room a soak peaked at 220 MiB instead of 276, for the same
// CPU (`npm run soak:live`). The other commands allocate a lot and end soon.
if (process.argv[2] === 'run') setFlagsFromString('--semi-space-growth-factor=1 --heap-growing-percent=20');

// Who reads only the beginning, as `head` does, has what they wanted.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

await import('./cli/command-line.js');
