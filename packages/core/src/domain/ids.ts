/** A string that only its own kind may be used as. */
type Branded<Kind extends string> = string & { readonly __kind: Kind };

/** The name of a channel as written in the config, e.g. `sms-us`. */
export type ChannelName = Branded<'ChannelName'>;
/** Where a customer is reached on a channel. Minted by the adapter, opaque to everyone else. */
export type Address = Branded<'Address'>;
/** Minted by core when a customer is first seen. */
export type CustomerId = Branded<'CustomerId'>;
export type ConversationId = Branded<'ConversationId'>;
export type MessageId = Branded<'MessageId'>;
export type DeliveryId = Branded<'DeliveryId'>;
/** One process that may own customers. */
export type NodeId = Branded<'NodeId'>;

export const channelName = (value: string): ChannelName => value as ChannelName;
export const address = (value: string): Address => value as Address;
export const customerId = (value: string): CustomerId => value as CustomerId;
export const conversationId = (value: string): ConversationId => value as ConversationId;
export const messageId = (value: string): MessageId => value as MessageId;
export const deliveryId = (value: string): DeliveryId => value as DeliveryId;
export const nodeId = (value: string): NodeId => value as NodeId;
