import { z } from 'zod';

/** A web chat deployment as far as a guest can feel it (docs/guest-chat.md §2.3). */
export interface Deployment {
  readonly id: string;
  /** Create answers 400 chat.deployment.disabled. */
  readonly disabled?: boolean;
  /** Create wants a memberAuthToken: 400 chat.deployment.require.auth without one. */
  readonly authenticationRequired?: boolean;
  /** The memberAuthTokens it believes; all, when absent. Others get 400 chat.deployment.bad.auth. */
  readonly memberAuthTokens?: readonly string[];
  /** Origins a browser may call from. */
  readonly allowedDomains?: readonly string[];
  /** A request without an Origin, as servers send them, is refused like a foreign one (§6, pitfall 21: in doubt). */
  readonly originRequired?: boolean;
  /** Names and ids of the queues that exist; all, when absent. Others get 400 chat.error.invalid.queue. */
  readonly queues?: readonly string[];
  /** Its flow is broken: create answers 400 chat.error.invalid.flow. */
  readonly invalidFlow?: boolean;
}

const texts = z.array(z.string()).readonly().optional();

/** Shape of a deployment in a file. */
export const deploymentShape: z.ZodType<Deployment> = z
  .strictObject({
    id: z.string().min(1),
    disabled: z.boolean().optional(),
    authenticationRequired: z.boolean().optional(),
    memberAuthTokens: texts,
    allowedDomains: texts,
    originRequired: z.boolean().optional(),
    queues: texts,
    invalidFlow: z.boolean().optional(),
  })
  .transform((deployment) => deployment as Deployment);
