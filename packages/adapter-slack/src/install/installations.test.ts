import type { Installation } from '@slack/oauth';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { Installations } from './installations.ts';
import { createSeal } from './seal.ts';

const installation = {
  team: { id: 'T1' },
  bot: { token: 'xoxb-1', id: 'B1', userId: 'U1', scopes: [] },
} as unknown as Installation<'v2', false>;

const under = ({ storage }: FakeAdapterContext, ...secrets: readonly string[]) =>
  new Installations(storage, createSeal(secrets, 'test'));

it('encrypts with a new key what lies under an old one, after which the old one can go', async () => {
  const context = new FakeAdapterContext();
  await under(context, 'old').storeInstallation(installation);
  expect(await under(context, 'new', 'old').renew()).toEqual([]);
  expect((await under(context, 'new').find('T1'))?.bot?.token).toBe('xoxb-1');
  await expect(under(context, 'old').find('T1')).rejects.toMatchObject({ code: 'slack.installation-unreadable' });
});

it('writes nothing anew that is under the first key, and names what no key opens', async () => {
  const context = new FakeAdapterContext();
  await under(context, 'one').storeInstallation(installation);
  const before = await context.storage.list();
  expect(await under(context, 'one', 'older').renew()).toEqual([]);
  expect(await under(context, 'another').renew()).toEqual(['T1']);
  expect(await context.storage.list()).toEqual(before);
});
