import { z } from 'zod';

/** A person of a workspace at the start. */
export interface PersonPlan {
  readonly id?: string | undefined;
  /** The handle. */
  readonly name: string;
  readonly realName: string;
  readonly email?: string | undefined;
  readonly title?: string | undefined;
}

/** A channel at the start. */
export interface ChannelPlan {
  readonly id?: string | undefined;
  readonly name: string;
  readonly private?: boolean | undefined;
  /** Handles; everybody when absent. */
  readonly members?: readonly string[] | undefined;
  /** The app's bot is in it. */
  readonly bot?: boolean | undefined;
}

/** A workspace at the start. */
export interface TeamPlan {
  readonly id?: string | undefined;
  readonly name: string;
  readonly domain: string;
  /** Undefined: the app is not installed. */
  readonly botToken?: string | undefined;
  /** Of that token; all that the app asks for when absent. */
  readonly scopes?: readonly string[] | undefined;
  readonly people: readonly PersonPlan[];
  readonly channels: readonly ChannelPlan[];
}

const id = z
  .string()
  .regex(/^[A-Z][A-Z0-9]+$/)
  .optional();

export const personPlanShape: z.ZodType<PersonPlan> = z.strictObject({
  id,
  name: z.string().min(1),
  realName: z.string().min(1),
  email: z.string().optional(),
  title: z.string().optional(),
});

export const channelPlanShape: z.ZodType<ChannelPlan> = z.strictObject({
  id,
  name: z.string().min(1),
  private: z.boolean().optional(),
  members: z.array(z.string().min(1)).optional(),
  bot: z.boolean().optional(),
});

export const teamPlanShape: z.ZodType<TeamPlan> = z.strictObject({
  id,
  name: z.string().min(1),
  domain: z.string().regex(/^[a-z0-9-]+$/),
  botToken: z.string().min(1).optional(),
  scopes: z.array(z.string().min(1)).optional(),
  people: z.array(personPlanShape),
  channels: z.array(channelPlanShape),
});
