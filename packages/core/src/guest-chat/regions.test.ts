import { describe, expect, it } from 'vitest';
import { genesysRegions, regionApiUrl } from './regions.ts';

describe('regions', () => {
  it('are eighteen, each under names of its own', () => {
    expect(genesysRegions).toHaveLength(18);
    expect(new Set(genesysRegions.flatMap(({ domain, awsRegion }) => [domain, awsRegion])).size).toBe(36);
  });

  it('are found by domain, AWS name and SDK alias, in any case', () => {
    for (const { domain, awsRegion } of genesysRegions) {
      const names = [domain, awsRegion, awsRegion.replaceAll('-', '_'), awsRegion.toUpperCase()];
      expect(names.map(regionApiUrl)).toEqual(names.map(() => `https://api.${domain}`));
    }
  });

  it('are not made up', () => {
    for (const name of ['', 'moon-1', 'api.mypurecloud.com', 'pure.cloud', 'mypurecloud.com.evil.example'])
      expect(regionApiUrl(name)).toBeNull();
  });
});
