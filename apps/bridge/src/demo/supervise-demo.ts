import { setTimeout as wait } from 'node:timers/promises';
import { EXIT } from '../cli/exit.ts';
import type { CliIo } from '../cli/io.ts';
import { createLogger } from '../observability/logger.ts';
import { untilLauncherIsGone } from './launcher.ts';
import { type Demo, type DemoPorts, openDemo } from './open-demo.ts';
import { transcript } from './transcript.ts';

const QUIET_MS = 1_000;
const USUAL_PORTS: DemoPorts = {
  page: 4_000,
  pageMayMove: true,
  sandbox: 4_010,
  twilio: 4_020,
  slack: 4_030,
  server: 8_080,
  admin: 8_081,
};

type Close = () => Promise<void>;

/** Runs the demonstration until a signal: exit code 0. A second signal ends it at once. */
export async function superviseDemo(port: number | undefined, io: CliIo): Promise<number> {
  const interrupted = new AbortController();
  let signals = 0;
  const stopListening = io.onSignal(() => {
    signals += 1;
    if (signals > 1) io.exitNow(EXIT.failed);
    interrupted.abort();
  });
  const closers: Close[] = [];
  void untilLauncherIsGone(io.environment, interrupted.signal).then(() => interrupted.abort());
  try {
    const demo = await openAloud(portsFor(port), { io, signal: interrupted.signal, closers });
    await Promise.race([untilAborted(interrupted.signal), demo.failed]);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
  } finally {
    interrupted.abort();
    for (const close of closers.reverse()) await close().catch(() => undefined);
    stopListening();
  }
  io.stdout.write('\nStopped; nothing was left behind.\n');
  return EXIT.ok;
}

function portsFor(port: number | undefined): DemoPorts {
  if (port === undefined) return USUAL_PORTS;
  if (port === 0) return { page: 0, pageMayMove: true, sandbox: 0, twilio: 0, slack: 0, server: 0, admin: 0 };
  return { ...USUAL_PORTS, page: port, pageMayMove: false };
}

interface Opening {
  readonly io: CliIo;
  readonly signal: AbortSignal;
  readonly closers: Close[];
}

async function openAloud(ports: DemoPorts, { io, signal, closers }: Opening): Promise<Demo> {
  const quick = new AbortController();
  const stillStarting = wait(QUIET_MS, undefined, { signal: quick.signal }).then(
    () => void io.stdout.write('Starting the sandboxes and the bridge…\n'),
    () => undefined,
  );
  try {
    const logger = createLogger('error', io.stderr as { write(line: string): void });
    const demo = await openDemo(ports, { logger, signal, onClose: (close) => void closers.push(close) });
    io.stdout.write(transcript(demo, ports));
    return demo;
  } finally {
    quick.abort();
    await stillStarting;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
