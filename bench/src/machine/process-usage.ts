import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Of Linux, whatever the kernel's own tick is. */
const US_PER_TICK = 10_000;
/** Fields 14 and 15 of `/proc/<pid>/stat`, counted behind the name, which may hold spaces. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

/** The CPU time that a process has used in all its threads, in microseconds, as exactly as this machine tells. */
export async function cpuUs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return cpuUsOfPs(await ps(pid, 'cputime='));
  return cpuUsOfStat(stat);
}

/** Resident memory of a process, in KiB. */
export async function rssKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const text = status === null ? await ps(pid, 'rss=') : (/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? '');
  return Number(text);
}

export function cpuUsOfStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * US_PER_TICK;
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` */
export function cpuUsOfPs(text: string): number {
  const [clock = '', days = '0'] = text.trim().split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1_000_000);
}

async function ps(pid: number, column: string): Promise<string> {
  const { stdout } = await run('ps', ['-o', column, '-p', String(pid)]);
  return stdout.trim();
}
