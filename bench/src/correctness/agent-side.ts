import type { Customers } from '../load/customers.ts';
import { EchoBook, type Faults } from '../load/echo-book.ts';
import { readText } from '../load/message-text.ts';
import type { Sandbox } from '../subjects/sandbox.ts';

const READ_AT_ONCE = 16;

/** What the agents got, as the sandbox tells it, against what the customers said. */
export async function agentSideFaults(sandbox: Sandbox, customers: Customers): Promise<Faults> {
  const book = new EchoBook();
  const chats = [...(await sandbox.chats())];
  async function read(): Promise<void> {
    for (let chat = chats.shift(); chat !== undefined; chat = chats.shift())
      for (const { sender, body, bodyType } of await sandbox.messages(chat.id)) {
        const said = sender.role === 'CUSTOMER' && bodyType === 'standard' ? readText(body) : null;
        if (said !== null) book.arrived(said.customer, said.number);
      }
  }
  await Promise.all(Array.from({ length: READ_AT_ONCE }, read));
  for (let customer = 0; customer < customers.count; customer += 1) book.close(customer, customers.said(customer));
  return book.faults;
}
