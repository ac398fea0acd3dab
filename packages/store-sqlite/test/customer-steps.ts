export { CustomerSteps, customerOf, knownCustomer } from '../../core/src/testing/store-suite-samples.ts';
