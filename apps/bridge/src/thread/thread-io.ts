import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import type { CliIo } from '../cli/io.ts';
import { processIo } from '../cli/process-io.ts';
import type { ThreadData } from './thread-data.ts';

/** As the process's, except that signals come from the main thread, and that only it knows what standard output is. */
export function threadIo(main: MessagePort, { isTTY }: ThreadData): CliIo {
  return {
    ...processIo(),
    stdout: { write: (text) => process.stdout.write(text), isTTY },
    onSignal(handler) {
      main.on('message', handler);
      return () => void main.off('message', handler);
    },
  };
}
