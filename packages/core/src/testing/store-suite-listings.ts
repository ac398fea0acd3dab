import assert from 'node:assert/strict';
import type { DeliveryFilter } from '../contracts/store.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { Delivery, DeliveryState } from '../domain/delivery.ts';
import { channelName, conversationId, messageId } from '../domain/ids.ts';
import type { TimelineBody } from '../domain/timeline.ts';
import type { SuiteRunner } from './runner.ts';
import { type StoreHarness, withStore } from './store-suite-harness.ts';
import { CustomerSteps, customerOf, idsOf, knownCustomer, START_MS } from './store-suite-samples.ts';

const STATES: readonly ConversationState[] = ['opening', 'open', 'ending', 'ended'];

export function testStoreListings({ it }: SuiteRunner, harness: StoreHarness): void {
  it('conversations by state and channel, the newest first', () =>
    withStore(harness, async (store) => {
      const web = await knownCustomer(store, 'ada');
      const sms = new CustomerSteps(store, customerOf('bob', 'sms'));
      const of = (steps: CustomerSteps, offset: number) =>
        STATES.map((state, index) =>
          steps.conversation(state, { state, openedAt: START_MS + 10 * index + offset, remoteId: `remote-${index}` }),
        );
      await sms.commit({ conversations: of(sms, 5) });
      await web.commit({ conversations: of(web, 0).reverse() });
      const ids = (...names: [CustomerSteps, ConversationState][]) =>
        names.map(([steps, name]) => steps.conversationId(name));
      const newest = ids([sms, 'ended'], [web, 'ended'], [sms, 'ending'], [web, 'ending']);
      assert.deepEqual(idsOf(await store.conversations({ limit: 4 })), newest);
      assert.equal((await store.conversations({ limit: 100 })).length, 8);
      for (const state of STATES)
        assert.deepEqual(idsOf(await store.conversations({ state, limit: 9 })), ids([sms, state], [web, state]));
      const { channel } = sms.customer;
      assert.deepEqual(await store.conversations({ state: 'open', channel, limit: 9 }), [
        { ...of(sms, 5)[1], address: sms.customer.address },
      ]);
      assert.equal((await store.conversations({ channel, limit: 9 })).length, 4);
      assert.deepEqual(await store.conversations({ channel: channelName('none'), limit: 9 }), []);
      assert.equal(await store.conversation(conversationId('none')), null);
    }));

  it('the messages of a conversation in the order of commit', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const elsewhere = ada.message('elsewhere', { conversationId: ada.conversationId('two') });
      const late = ada.message('late', { late: true, sentAt: START_MS - 1_000 });
      await ada.commit({ messages: [ada.message('b'), elsewhere, ada.message('a')] });
      await ada.commit({ messages: [late] });
      const listed = await store.messages(ada.conversationId('one'));
      assert.deepEqual(listed, [ada.message('b'), ada.message('a'), late]);
      assert.deepEqual(await store.messages(ada.conversationId('two')), [elsewhere]);
      assert.deepEqual(await store.messages(conversationId('none')), []);
    }));

  it('deliveries by state and conversation, in the order of creation', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const states: readonly DeliveryState[] = [
        ...(['failed', 'pending', 'sent', 'expired', 'failed', 'sending', 'dropped', 'delivered'] as const),
      ];
      const created: Delivery[] = [];
      for (const [index, state] of states.entries()) {
        const steps = index % 2 === 0 ? ada : bob;
        const delivery = steps.delivery('toAgent', 100 - index, { state });
        await steps.commit({ enqueue: [delivery] });
        created.push(delivery);
      }
      const only = (wanted: readonly DeliveryState[]) => idsOf(created.filter(({ state }) => wanted.includes(state)));
      const filters: readonly (readonly DeliveryState[])[] = [
        ['failed'],
        ['sent'],
        ['delivered'],
        ['delivered', 'failed', 'pending'],
        ['failed', 'expired', 'dropped'],
        ['sending', 'pending'],
        ['sent', 'pending', 'failed'],
        [],
      ];
      for (const wanted of filters)
        assert.deepEqual(idsOf(await store.deliveries({ states: wanted, limit: 100 })), only(wanted));
      assert.deepEqual(idsOf(await store.deliveries({ limit: 100 })), idsOf(created));
      assert.deepEqual(idsOf(await store.deliveries({ limit: 3 })), idsOf(created.slice(0, 3)));
      const bobs = { conversationId: bob.conversationId('one'), limit: 100 };
      assert.deepEqual(idsOf(await store.deliveries(bobs)), idsOf(created.filter((_, index) => index % 2 === 1)));
      const [expired] = await store.deliveries({ ...bobs, states: ['expired', 'failed'] });
      const { channel, address } = bob.customer;
      assert.deepEqual(expired, { ...created[3], channel, address });
    }));

  it('the newest deliveries first when told so', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob');
      const states: readonly DeliveryState[] = ['failed', 'pending', 'sent', 'expired', 'pending', 'failed'];
      const created: Delivery[] = [];
      for (const [index, state] of states.entries()) {
        const steps = index % 2 === 0 ? ada : bob;
        const delivery = steps.delivery('toCustomer', -index, { state });
        await steps.commit({ enqueue: [delivery] });
        created.unshift(delivery);
      }
      const newest = async (filter: Partial<DeliveryFilter>) =>
        idsOf(await store.deliveries({ newestFirst: true, limit: 100, ...filter }));
      const only = (...wanted: readonly DeliveryState[]) =>
        idsOf(created.filter(({ state }) => wanted.includes(state)));
      assert.deepEqual(await newest({}), idsOf(created));
      assert.deepEqual(await newest({ limit: 2 }), idsOf(created.slice(0, 2)));
      assert.deepEqual(await newest({ states: ['failed', 'expired'] }), only('failed', 'expired'));
      assert.deepEqual(await newest({ states: ['expired', 'failed'], limit: 1 }), only('failed').slice(0, 1));
      assert.deepEqual(await newest({ states: ['pending', 'failed'] }), only('pending', 'failed'));
      assert.deepEqual(await newest({ states: ['sent', 'pending'] }), only('sent', 'pending'));
      const conversationId = bob.conversationId('one');
      const bobs = created.filter(({ customerId }) => customerId === bob.customer.id);
      assert.deepEqual(await newest({ conversationId }), idsOf(bobs));
      assert.deepEqual(await newest({ conversationId, states: ['pending', 'expired'], limit: 1 }), [bobs[1]?.id]);
      const inOrder = await store.deliveries({ newestFirst: false, limit: 100 });
      assert.deepEqual(idsOf(inOrder), idsOf(created.toReversed()));
    }));

  it('every part of what was said in a conversation, with its place on the timeline', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const [from, to] = [ada.conversationId('one'), ada.conversationId('two')];
      const words = ada.message('long', { text: 'one two three', conversationId: to });
      const answer = ada.message('answer', { author: { kind: 'agent', name: 'Grace' }, conversationId: to });
      const asked = ['one ', 'two ', 'three'].map((text, index) => {
        const whole = ada.messageDelivery('toAgent', index, words, { timelineNumber: 1 });
        return { ...whole, body: { ...whole.body, text, part: index + 1, parts: 3 } } as Delivery;
      });
      const told = ada.messageDelivery('toCustomer', 0, answer, { timelineNumber: 2, state: 'sent' });
      const before = ada.message('before');
      const carried = ada.messageDelivery('toAgent', -1, before, { timelineNumber: 7 });
      await ada.commit({ messages: [words], enqueue: asked.slice(0, 2) });
      await ada.commit({ messages: [answer, before], enqueue: [told, carried, ada.delivery('toCustomer', 9)] });
      await ada.commit({ enqueue: asked.slice(2), carryOver: { from, to } });
      const { channel, address } = ada.customer;
      const expected = [...asked.slice(0, 2), told, { ...carried, conversationId: to }, ...asked.slice(2)];
      const details = expected.map((delivery) => ({ ...delivery, channel, address }));
      assert.deepEqual(await store.deliveries({ conversationId: to, limit: 100 }), details);
      const last = { conversationId: to, newestFirst: true, limit: 2 };
      assert.deepEqual(await store.deliveries(last), details.toReversed().slice(0, 2));
    }));

  it('a timeline in ranges', () =>
    withStore(harness, async (store) => {
      const ada = await knownCustomer(store, 'ada');
      const bob = await knownCustomer(store, 'bob', { timeline: [ada.entry(1)] });
      const message = ada.message('told', { attachments: [{ url: 'https://example.com/a', name: 'a' }] });
      const failure = { code: 'a.b', scope: 'message', retryable: false, human: 'No.' } as const;
      const bodies: readonly TimelineBody[] = [
        { type: 'agent.joined', agentName: 'Grace' },
        { type: 'agent.transferred', agentName: null },
        { type: 'agent.left', agentName: 'Grace' },
        { type: 'message.failed', messageId: message.id, failure },
        { type: 'message.created', message: { ...contentOf(ada), text: 'otherwise', late: true } },
        { type: 'conversation.ended', reason: 'agent' },
      ];
      const rest = bodies.map((body, index) =>
        ada.entry(index + 3, { body, previousConversationId: ada.conversationId('zero') }),
      );
      const [first, second] = [ada.entry(1), ada.messageEntry(2, message)];
      await ada.commit({ messages: [message], timeline: [first, second] });
      await ada.commit({ timeline: rest });
      const range = (after: number, limit: number) => store.timeline(ada.customer.id, { after, limit });
      assert.deepEqual(await range(0, 100), [first, second, ...rest]);
      assert.deepEqual(await range(1, 2), [second, rest[0]]);
      assert.deepEqual(await range(7, 5), [rest[5]]);
      assert.deepEqual(await range(8, 5), []);
      assert.equal((await store.timeline(bob.customer.id, { after: 0, limit: 5 })).length, 1);
    }));
}

function contentOf(ada: CustomerSteps) {
  const { text, author, sentAt, late, attachments } = ada.message('told');
  return { id: messageId('of another time'), text, author, sentAt, late, attachments };
}
