import { processIo } from '../cli/process-io.ts';
import { superviseDemo } from './supervise-demo.ts';

export interface RunDemoOptions {
  /** Of the page; undefined: the usual one, or a free one if that is taken. 0: a free one for everything. */
  readonly port: number | undefined;
}

/** Shows the main job against the sandbox until SIGTERM or SIGINT; resolves to the exit code. */
export function runDemo({ port }: RunDemoOptions): Promise<number> {
  return superviseDemo(port, processIo());
}
