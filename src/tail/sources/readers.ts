import type { LogSource } from '../../config/log-sources.js';
import type { SourceReader } from './source-feed.js';
import { openStandardInput, readStandardInput } from './standard-input.js';

export type SourceReaderOptions = {
  /** Receives what the operator should know, once each. */
  readonly onNotice: (text: string) => void;
};

/** The reader of one source: one file or folder here for each kind. */
export function createSourceReader(source: LogSource, { onNotice }: SourceReaderOptions): SourceReader {
  switch (source.type) {
    case 'standard-input':
      return readStandardInput(openStandardInput, onNotice);
    case 'docker':
    case 'journald':
      throw new Error(`${source.name} cannot be read yet`);
  }
}
