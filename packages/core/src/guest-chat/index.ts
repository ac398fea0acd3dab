export { createGuestChat } from './contact-center.ts';
export { defaultGuestChatKnobs, type GuestChatKnobs, type GuestChatOptions } from './options.ts';
export { type GenesysRegion, GuestChatAddressError, genesysRegions, regionApiUrl } from './regions.ts';
