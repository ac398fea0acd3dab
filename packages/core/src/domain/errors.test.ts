import { describe, expect, it } from 'vitest';
import { NotAcceptingError, StoreUnavailableError, TrunklineError } from './errors.ts';

describe('an error of Trunkline', () => {
  it('is known as one by every copy of core, as an adapter that is installed elsewhere brings its own', () => {
    const foreign = Object.assign(new Error('x'), { code: 'x.y', [Symbol.for('trunkline.error')]: true });
    expect(foreign instanceof TrunklineError).toBe(true);
    expect(foreign instanceof NotAcceptingError).toBe(false);
  });

  it('is told apart from the others as usual', () => {
    const error = new StoreUnavailableError('full');
    expect(error instanceof TrunklineError).toBe(true);
    expect(error instanceof StoreUnavailableError).toBe(true);
    expect((error as TrunklineError) instanceof NotAcceptingError).toBe(false);
    for (const other of [new Error('x'), null, 'x', {}]) expect(other instanceof TrunklineError).toBe(false);
    expect(JSON.stringify(error)).not.toContain('brand');
  });
});
