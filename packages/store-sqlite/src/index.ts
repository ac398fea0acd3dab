export { storeDriver } from './store-driver.ts';
