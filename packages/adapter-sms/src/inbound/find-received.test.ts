import { FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { found } from '../../test/found.ts';
import { OURS, THEIRS } from '../../test/signed-request.ts';
import { smsWorld } from '../../test/sms-world.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');
const textOf = (one: object) => ('text' in one ? one.text : null);

it('finds what came in while nobody listened, once and in order, also by many', async () => {
  const world = await smsWorld({ reachable: false });
  for (const body of ['one', 'two', 'three']) {
    await world.text(body);
    await world.text({ from: '+12025550143', body: `${body} of another` });
  }
  await world.deliver('ours, which came from nobody');
  const all = await found(world);
  expect(all.filter((one) => 'profile' in one && one.profile?.phone === THEIRS).map(textOf)).toEqual([
    'one',
    'two',
    'three',
  ]);
  expect(all).toHaveLength(6);
});

it('knows what came by webhook for the same', async () => {
  const world = await smsWorld();
  await world.text({ body: 'look', media: [{ contentType: 'image/png', bytes: png }] });
  const [again] = await found(world);
  const [before] = world.context.received;
  for (const key of ['id', 'digest', 'address', 'text'] as const) expect(again).toMatchObject({ [key]: before?.[key] });
  expect(again).toMatchObject({ attachments: [{ name: 'photo', contentType: 'image/png' }] });
});

it('looks at our numbers only, and only as far back as it is asked to', async () => {
  const other = '+12025550107';
  const world = await smsWorld({
    reachable: false,
    options: { numbers: { [OURS]: {} } },
    twilio: { numbers: [{ phoneNumber: OURS }, { phoneNumber: other }] },
  });
  await world.text({ to: other, body: 'elsewhere' });
  await world.text('here');
  expect((await found(world)).map(textOf)).toEqual(['here']);
  await world.context.clock.advance(3_600_000);
  expect(await found(world, 60_000)).toEqual([]);
});

it('asks again rather than miss something', async () => {
  const world = await smsWorld();
  world.sandbox.control.addFault({ operation: 'list', effect: 'error', status: 500 });
  await expect(found(world)).rejects.toMatchObject({ code: 'sms.provider-unavailable' });
});

it('asks every few seconds if Twilio cannot call, and refuses whoever does', async () => {
  const context = new FakeAdapterContext();
  const world = await smsWorld({ context, reachable: false });
  await context.clock.advance(30_000);
  expect(context.looks).toBe(3);
  await world.text({ body: '', media: [{ contentType: 'image/png', bytes: png }] });
  const called = await fetch(`${world.publicUrl}/inbound`, { method: 'POST', body: 'MessageSid=SM1' });
  expect(called.status).toBe(403);
});

it('tells of files that cannot be opened without a public URL', async () => {
  const world = await smsWorld({ reachable: false });
  await world.text({ body: 'look', media: [{ contentType: 'image/png', bytes: png }] });
  const [one] = await found(world);
  expect(one).toMatchObject({ text: 'look\n[photo, not available]' });
  expect(one).not.toHaveProperty('attachments');
});
