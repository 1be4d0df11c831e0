import type { LogSource } from '../../config/log-sources.js';
import { createDockerApi } from './docker/docker-api.js';
import { createDockerReader } from './docker/docker-reader.js';
import { createJournaldReader } from './journald/journald-reader.js';
import type { SourceReader } from './source-feed.js';
import { openStandardInput, readStandardInput } from './standard-input.js';

export type SourceReaderOptions = {
  /** Address of Docker, as in `DOCKER_HOST`. */
  readonly dockerHost: string;
  /** Shared by the readers of containers, so that none is read twice. */
  readonly containerReaders?: Map<string, string>;
  /** Receives what the operator should know, once each. */
  readonly onNotice: (text: string) => void;
};

/** The reader of one source: one file or folder here for each kind. */
export function createSourceReader(
  source: LogSource,
  { dockerHost, containerReaders, onNotice }: SourceReaderOptions,
): SourceReader {
  switch (source.type) {
    case 'standard-input':
      return readStandardInput(openStandardInput, onNotice);
    case 'docker':
      return createDockerReader({
        api: createDockerApi(dockerHost),
        container: source.container,
        ...(containerReaders && { readers: containerReaders }),
      });
    case 'journald':
      return createJournaldReader({ unit: source.unit });
  }
}
