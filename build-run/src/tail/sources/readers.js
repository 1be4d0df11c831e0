import { createDockerApi } from './docker/docker-api.js';
import { createDockerReader } from './docker/docker-reader.js';
import { createJournaldReader } from './journald/journald-reader.js';
import { openStandardInput, readStandardInput } from './standard-input.js';
/** The reader of one source: one file or folder here for each kind. */
export function createSourceReader(source, { dockerHost, onNotice }) {
  switch (source.type) {
    case 'standard-input':
      return readStandardInput(openStandardInput, onNotice);
    case 'docker':
      return createDockerReader({ api: createDockerApi(dockerHost), container: source.container });
    case 'journald':
      return createJournaldReader({ unit: source.unit });
  }
}
