import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import type { Logger } from '@trunkline/core';

/** Leaves as many files for the store, the contact centre and what else the bridge must open; null: there is no telling. */
export function connectionLimit(limits: () => string = processLimits): number | null {
  try {
    const files = /^Max open files +(\d+)/m.exec(limits())?.[1];
    return files === undefined ? null : Math.floor(Number(files) / 2);
  } catch {
    return null;
  }
}

/** Only Linux has it. */
function processLimits(): string {
  return readFileSync('/proc/self/limits', 'utf8');
}

export interface ConnectionBound {
  readonly maxConnections: number;
  readonly logger: Logger;
}

const LOG_EVERY_MS = 60_000;

/** Further connections are closed as they come; those that are open stay. Says so once a minute. */
export function boundConnections(server: Server, { maxConnections, logger }: ConnectionBound): void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  server.maxConnections = maxConnections;
  server.on('drop', () => {
    if (performance.now() - saidAtMs < LOG_EVERY_MS) return;
    saidAtMs = performance.now();
    logger.warn({ event: 'http.connections-refused', maxConnections }, 'there are too many connections');
  });
}
