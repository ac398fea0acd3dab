import { deliveryId } from '@trunkline/core';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { CUSTOMER } from '../../test/sms-world.ts';
import { Claims } from './claims.ts';

const claim = (n: number) => ({ deliveryId: deliveryId(`m_${n}`), sid: `SM${n}` });

it('keeps the latest few of a customer, also those that come at the same moment, each once', async () => {
  const { storage } = new FakeAdapterContext();
  const claims = new Claims(storage);
  await Promise.all([1, 2, 2, 1].map((n) => claims.keep(CUSTOMER, claim(n))));
  expect(await claims.kept(CUSTOMER)).toEqual([claim(2), claim(1)]);
  for (let n = 3; n <= 12; n += 1) await claims.keep(CUSTOMER, claim(n));
  expect(await new Claims(storage).kept(CUSTOMER)).toEqual([5, 6, 7, 8, 9, 10, 11, 12].map(claim));
});

it('reads the single one that was kept before', async () => {
  const { storage } = new FakeAdapterContext();
  await storage.put({ [`sent/${CUSTOMER}`]: claim(1) });
  expect(await new Claims(storage).kept(CUSTOMER)).toEqual([claim(1)]);
});
