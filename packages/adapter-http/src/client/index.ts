export type * from '../event-types.ts';
export { ClientError } from './api.ts';
export type * from './client-types.ts';
export { connectCustomer } from './customer-client.ts';
