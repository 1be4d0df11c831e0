#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// What `run` loads would make its young generation grow to 32 MB, and nothing makes it shrink while people ask. The other
// commands work much, and are soon over.
if (process.argv[2] === 'run') setFlagsFromString('--semi-space-growth-factor=1');

await import('./cli/command-line.js');
