import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Book } from './load/book.ts';
import type { Verdict } from './oracle/account.ts';
import { judge, noticesIn } from './oracle/judge.ts';
import { Ledger, type LedgerEntry } from './oracle/ledger.ts';
import { HttpSide } from './sides/http-side.ts';
import type { Side } from './sides/side.ts';
import { SlackSide } from './sides/slack-side.ts';
import { SmsSide } from './sides/sms-side.ts';
import { Agents, type Transcript } from './subject/agents.ts';
import { takePorts, writeBridgeFolder } from './subject/bridge-folder.ts';
import { BridgeKeeper, type KeeperOptions } from './subject/bridge-keeper.ts';
import type { Timing } from './subject/timing.ts';

/** An agent who is told pages of what was said before does not say all that again: more than one SMS, not more than a post. */
const ECHO_LIMIT = 2_000;

export const SIDES = ['http', 'sms', 'slack'] as const;
export type SideName = (typeof SIDES)[number];

export interface SceneOptions {
  readonly timing: Timing;
  readonly keeper?: Pick<KeeperOptions, 'mostFiles' | 'nodeFlags'>;
  /** Of customers to the bridge; default 200. */
  readonly connections?: number;
  /** Which media there are; default: HTTP alone. */
  readonly media?: readonly SideName[];
  /** More flags of the sandbox. */
  readonly knobs?: readonly string[];
  /** What stands between the bridge and either end, given that one's address; for tests of the accounting. */
  readonly between?: {
    readonly agents?: (url: string) => Promise<string>;
    readonly customers?: (url: string) => Promise<string>;
  };
}

/** What stands before a colon in what a customer said, or in what an agent was told that they had said before: names, too. */
function speakers({ messages }: Pick<Transcript, 'messages'>): readonly string[] {
  return messages
    .filter(({ sender, bodyType }) => sender.role === 'CUSTOMER' && bodyType === 'standard')
    .flatMap(({ body }) => body.split(/: |\n/));
}

/** Everything around the bridge, and the bridge, which is not started yet. */
export interface Scene {
  /** Where all is kept that tells what happened. */
  readonly folder: string;
  readonly bridge: BridgeKeeper;
  readonly agents: Agents;
  readonly sides: readonly Side[];
  readonly web: HttpSide;
  readonly book: Book;
  readonly ledger: Ledger;
  /** What became of every message. Called when the bridge has stopped. */
  account(): Promise<Accounts>;
  close(): Promise<void>;
  /** What it left in its folder. */
  remove(): Promise<void>;
}

export interface Accounts {
  readonly verdicts: readonly Verdict[];
  readonly transcripts: readonly Transcript[];
  readonly entries: readonly LedgerEntry[];
  /** Chats that began with what was said before. */
  readonly continued: number;
  readonly problems: readonly string[];
}

export async function openScene({
  timing,
  keeper = {},
  knobs = [],
  connections = 200,
  between = {},
  media = ['http'],
}: SceneOptions): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-chaos-'));
  const agents = await Agents.start(timing, ['--echo-limit', String(ECHO_LIMIT), ...knobs]);
  const web = new HttpSide({ connections, ...(between.customers === undefined ? {} : { between: between.customers }) });
  // Whoever plays another medium adds its side here.
  const known: Readonly<Record<SideName, () => Side>> = {
    http: () => web,
    sms: () => new SmsSide(),
    slack: () => new SlackSide(),
  };
  const sides = media.map((name) => known[name]());
  const ports = await takePorts(folder);
  const ledger = new Ledger(ports.database);
  const recorded: Ledger['recorded'] = (ids) => ledger.recorded(ids);
  await Promise.all(sides.map((side) => side.open({ bridgeUrl: ports.url, recorded })));
  const api = (await between.agents?.(agents.url)) ?? agents.url;
  const bridgeFolder = await writeBridgeFolder({ ports, api, sides, timing });
  const log = join(folder, 'bridge.log');
  const hear = (line: string): void => appendFileSync(log, `${line}\n`);
  const bridge = new BridgeKeeper({ ...keeper, folder: bridgeFolder, timing, hear });
  const book = new Book();
  return {
    folder,
    bridge,
    agents,
    sides,
    web,
    book,
    ledger,
    async account() {
      const customerOf = (name: string) => sides.map((side) => side.customerOf(name)).find(Boolean);
      const whose = (name: string): string => customerOf(name) ?? name;
      const transcripts = (await agents.transcripts()).map(({ chat, ...rest }) => {
        // Somebody whose name Slack would not tell when they began is named by what they say.
        const names = chat.displayName === 'Customer' ? speakers(rest) : [];
        const name = names.find((one) => customerOf(one) !== undefined) ?? chat.displayName;
        return { ...rest, chat: { ...chat, displayName: whose(name) } };
      });
      const entries = (await ledger.entries()).map((entry) => ({ ...entry, customer: whose(entry.customer) }));
      const late = new Map<string, Set<string>>();
      for (const { address, text } of await ledger.late())
        late.set(whose(address), (late.get(whose(address)) ?? new Set()).add(text));
      const customersOf = (side: Side): readonly string[] =>
        [...book.customers].flatMap(([customer, known]) => (known.side === side ? [customer] : []));
      await Promise.all(sides.map((side) => side.gather(customersOf(side))));
      const untold = new Set(await ledger.untold('toCustomer'));
      const { verdicts, continued } = judge({
        ...{ book, transcripts, ledger: entries, untold, late },
        reach: { frameLosses: agents.frameLosses, absences: bridge.absences, backWithinMs: timing.graceMs / 2 },
      });
      const toTell = entries.filter(
        ({ direction, state, byPerson }) => direction === 'toCustomer' && state !== null && byPerson,
      ).length;
      const told = noticesIn(transcripts) + (await ledger.untold('toAgent')).length;
      const silent = told < toTell ? [`of ${toTell} messages that customers did not get, agents heard of ${told}`] : [];
      const problems = [...bridge.problems, ...book.problems, ...sides.flatMap((side) => side.problems), ...silent];
      return { verdicts, transcripts, entries, continued, problems };
    },
    async close() {
      await bridge.stop().catch(() => {});
      await Promise.all([agents.close(), ...sides.map((side) => side.close())]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
