import { readFile } from 'node:fs/promises';

/** Files that a process needs besides one socket for each conversation: what customers, agents and webhooks come over. */
const OTHER_FILES = 1_500;

/** What this machine has room for. */
export interface Room {
  /** Open files of one process; null: not known here. */
  readonly files: number | null;
  /** Local ports for connections to one address; null: not known here. */
  readonly ports: number | null;
}

export async function roomOnThisMachine(): Promise<Room> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  return { files: filesOf(limits), ports: portsOf(range) };
}

export function filesOf(limits: string): number | null {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}

export function portsOf(range: string): number | null {
  const [, first, last] = /^(\d+)\s+(\d+)/.exec(range) ?? [];
  return first === undefined || last === undefined ? null : Number(last) - Number(first) + 1;
}

/**
 * How many conversations can be open at once. Each is a socket of the measured process and one of the sandbox, which
 * have limits of their own, and a local port, since all of them lead to the same address.
 */
export function mostConversations({ files, ports }: Room): number {
  return Math.max(1, Math.min(files ?? 1_024, ports ?? 16_384) - OTHER_FILES);
}
