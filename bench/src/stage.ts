import { agentSideFaults } from './correctness/agent-side.ts';
import { Customers } from './load/customers.ts';
import type { Faults } from './load/echo-book.ts';
import { Receiver } from './load/receiver.ts';
import { createBridge } from './subjects/bridge-subject.ts';
import { createFloor } from './subjects/floor-subject.ts';
import { Sandbox } from './subjects/sandbox.ts';
import type { Subject, SubjectName } from './subjects/subject.ts';

/** One subject between customers and a contact centre of its own. */
export interface Stage {
  readonly subject: Subject;
  readonly sandbox: Sandbox;
  readonly receiver: Receiver;
  readonly customers: Customers;
  /** Waits for what is under way, then says what went wrong on either side. Called once, before `close`. */
  verify(): Promise<StageFaults>;
  /** Ends all processes and removes what they left. */
  close(): Promise<void>;
}

interface StageFaults {
  readonly toCustomers: Faults;
  readonly toAgents: Faults;
  readonly forged: number;
}

export interface StageOptions {
  readonly nodeFlags?: readonly string[];
  /** What stands between the subject and the contact centre, given that one's address. */
  readonly between?: (sandboxUrl: string) => Promise<string>;
}

const SETTLE_MS = 20_000;
const KINDS = { floor: createFloor, bridge: createBridge };

/** Starts everything but the subject. */
export async function openStage(name: SubjectName, options: StageOptions = {}): Promise<Stage> {
  const sandbox = await Sandbox.start();
  const receiver = new Receiver();
  const webhook = await receiver.open();
  const api = (await options.between?.(sandbox.url)) ?? sandbox.url;
  const { nodeFlags } = options;
  const subject = await KINDS[name]({ api, webhook, ...(nodeFlags === undefined ? {} : { nodeFlags }) });
  const customers = new Customers(subject.url);
  receiver.onTold = (told) => void customers.told(told);
  return {
    subject,
    sandbox,
    receiver,
    customers,
    async verify() {
      await customers.settled(SETTLE_MS);
      const toAgents = await agentSideFaults(sandbox, customers);
      return { toCustomers: customers.close(), toAgents, forged: receiver.forged };
    },
    async close() {
      customers.close();
      await subject.close();
      await Promise.all([sandbox.close(), receiver.close()]);
    },
  };
}
