import { z } from 'zod';

/** What REST calls answer. */
export interface AnswerKnobs {
  /** Members in answers hold an id only, as captured, or what the schema requires, too (§2.1). */
  thinAnswers: boolean;
  /** Display names of everyone but the guest (§6, pitfall 9). */
  displayNames: 'given' | 'empty' | 'absent';
  /** Whether members have a role, as the schema requires. */
  memberRoles: boolean;
  /** What there is not yet (leaveDate, joinDate, state) is null instead of absent (§2.1). */
  nullDates: boolean;
  /** Whether the guest itself is in the list of members. */
  ownMemberListed: boolean;
  /** Whether the guest's own messages are in the list of messages. */
  historyShowsOwn: boolean;
  /** Whether joins and leaves are in the list of messages (§2.1: likely). */
  joinsInHistory: boolean;
  /** What joins and leaves say (§3.4.5). */
  joinBodies: 'empty' | 'filled';
  /** What `next` and `previousPage` of a list of messages are (§2.1: not known). */
  pageLinks: 'uri' | 'token' | 'absent';
  /** Whether one may read before the chat is active (§2.3: weak). */
  readsBeforeActive: boolean;
  /** What reading meets after the end (§8: not known). */
  readsAfterEnd: 'answer' | 'notFound' | 'state';
  /** What speaking and leaving meet after the end (§2.2, §2.3). */
  endedCode: 'chat.error.conversation.state' | 'chat.error.member.state';
}

export const defaultAnswerKnobs: Readonly<AnswerKnobs> = {
  thinAnswers: true,
  displayNames: 'given',
  memberRoles: true,
  nullDates: false,
  ownMemberListed: true,
  historyShowsOwn: true,
  joinsInHistory: true,
  joinBodies: 'empty',
  pageLinks: 'uri',
  readsBeforeActive: true,
  readsAfterEnd: 'answer',
  endedCode: 'chat.error.conversation.state',
};

export const answerKnobShapes: { readonly [K in keyof AnswerKnobs]: z.ZodType<AnswerKnobs[K]> } = {
  thinAnswers: z.boolean(),
  displayNames: z.enum(['given', 'empty', 'absent']),
  memberRoles: z.boolean(),
  nullDates: z.boolean(),
  ownMemberListed: z.boolean(),
  historyShowsOwn: z.boolean(),
  joinsInHistory: z.boolean(),
  joinBodies: z.enum(['empty', 'filled']),
  pageLinks: z.enum(['uri', 'token', 'absent']),
  readsBeforeActive: z.boolean(),
  readsAfterEnd: z.enum(['answer', 'notFound', 'state']),
  endedCode: z.enum(['chat.error.conversation.state', 'chat.error.member.state']),
};
