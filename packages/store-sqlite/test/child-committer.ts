import { CustomerSteps, customerOf } from '@trunkline/core/testing';
import { ownedBy } from './child-owner.ts';

/** Commits for several customers at once until it is killed, and tells each commit once the store has acknowledged it. */
export async function main(url: string, names: string): Promise<void> {
  const store = await ownedBy('child', url);
  await Promise.all(
    names.split(',').map(async (name) => {
      const steps = new CustomerSteps(store, customerOf(name));
      for (let count = 1; ; count += 1) {
        const message = steps.message(String(count));
        await steps.commit({
          messages: [message],
          enqueue: [steps.messageDelivery('toAgent', count, message)],
          timeline: [steps.messageEntry(count, message)],
        });
        console.log(`${name} ${count}`);
      }
    }),
  );
}
