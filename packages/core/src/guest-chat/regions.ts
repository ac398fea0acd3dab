import { TrunklineError } from '../domain/errors.ts';

/** One region of Genesys Cloud, under each of its names. */
export interface GenesysRegion {
  readonly domain: string;
  readonly awsRegion: string;
}

/** All of them. The SDKs' alias of a region is its AWS name with underscores. */
export const genesysRegions: readonly GenesysRegion[] = [
  { awsRegion: 'us-east-1', domain: 'mypurecloud.com' },
  { awsRegion: 'eu-west-1', domain: 'mypurecloud.ie' },
  { awsRegion: 'ap-southeast-2', domain: 'mypurecloud.com.au' },
  { awsRegion: 'ap-northeast-1', domain: 'mypurecloud.jp' },
  { awsRegion: 'eu-central-1', domain: 'mypurecloud.de' },
  { awsRegion: 'us-west-2', domain: 'usw2.pure.cloud' },
  { awsRegion: 'ca-central-1', domain: 'cac1.pure.cloud' },
  { awsRegion: 'ap-northeast-2', domain: 'apne2.pure.cloud' },
  { awsRegion: 'eu-west-2', domain: 'euw2.pure.cloud' },
  { awsRegion: 'ap-south-1', domain: 'aps1.pure.cloud' },
  { awsRegion: 'us-east-2', domain: 'use2.us-gov-pure.cloud' },
  { awsRegion: 'sa-east-1', domain: 'sae1.pure.cloud' },
  { awsRegion: 'me-central-1', domain: 'mec1.pure.cloud' },
  { awsRegion: 'ap-northeast-3', domain: 'apne3.pure.cloud' },
  { awsRegion: 'eu-central-2', domain: 'euc2.pure.cloud' },
  { awsRegion: 'mx-central-1', domain: 'mxc1.pure.cloud' },
  { awsRegion: 'ap-southeast-1', domain: 'apse1.pure.cloud' },
  { awsRegion: 'eusc-de-east-1', domain: 'edee1.eusc-pure.cloud' },
];

/** Where a region's API is, by its domain, AWS name or SDK alias in any case; null if there is no such region. */
export function regionApiUrl(name: string): string | null {
  const wanted = name.trim().toLowerCase();
  const region = genesysRegions.find(
    ({ domain, awsRegion }) => wanted === domain || wanted.replaceAll('_', '-') === awsRegion,
  );
  return region === undefined ? null : `https://api.${region.domain}`;
}

/** The contact centre's address is no address, or names no region. */
export class GuestChatAddressError extends TrunklineError {
  constructor(message: string) {
    super('guest-chat.address', message);
  }
}
